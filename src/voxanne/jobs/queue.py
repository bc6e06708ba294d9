"""The node's view of the job queue: rooms register what can be done, sessions ask for it to be done.

    queue.task("finish_recording", finish)                       # at start, by wiring
    await queue.defer(session.connection, "finish_recording", ...)  # commits or vanishes with the session
    async with queue.working(): ...                              # while the node runs

A job that must run on the machine that holds its files goes to that node's own queue. A node that died
leaves its jobs marked as running; the node takes its own back when it starts, and any node takes those
of a worker whose heartbeat has stopped.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import procrastinate
import psycopg
import structlog
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import DeleteJobCondition
from procrastinate.jobs import Job as QueuedJob

from voxanne.errors import ProviderError
from voxanne.jobs.worker import JobFunction, behind_wall

log = structlog.get_logger(__name__)

SHARED_QUEUE = "shared"
ROLE = "voxanne_app"
"""The database role that the migrations made for the application."""
GRACE_S = 1.0
"""How long running jobs may go on at shutdown; what is cut off runs again at the next start."""
CONCURRENCY = 2
HEARTBEAT_S = 10.0
STALLED_AFTER_S = 40.0
RESTART_AFTER_S = 2.0


class JobQueue:
    """One node's tasks and worker. `node` is this node's stable name."""

    def __init__(self, database_url: str, node: str) -> None:
        self.node = node
        self._connector = procrastinate.PsycopgConnector(
            conninfo=database_url,
            min_size=1,
            max_size=CONCURRENCY + 2,
            kwargs={"options": f"-c role={ROLE} -c timezone=UTC", "connect_timeout": 5},
        )
        self._app = procrastinate.App(connector=self._connector)
        self.task("adopt_stalled_jobs", self._adopt_stalled)
        self.every("* * * * *", "adopt_stalled_jobs")
        self.task("forget_old_jobs", self._forget_old)
        self.every("17 3 * * *", "forget_old_jobs")

    @property
    def node_queue(self) -> str:
        """The queue that only this node works on."""
        return f"node:{self.node}"

    def task(self, name: str, function: JobFunction, *, attempts: int = 1, wait_s: int = 2) -> None:
        """Let jobs called `name` run `function` with the keywords they were deferred with.

        A job that raises is tried again, `attempts` times in all, after wait_s, wait_s², ... seconds;
        functions must bear being run twice.
        """
        retry = procrastinate.RetryStrategy(max_attempts=attempts, exponential_wait=wait_s)
        self._app.task(name=name, queue=SHARED_QUEUE, retry=retry)(behind_wall(name, function))

    def every(self, cron: str, task: str) -> None:
        """Run a registered task at the times of a five-field cron line (UTC), once among all nodes."""
        registered = self._app.tasks[task]

        async def due(timestamp: int) -> None:
            await registered.func()

        name = f"{task}:periodic"
        periodic = self._app.task(name=name, queue=SHARED_QUEUE, queueing_lock=name)(due)
        self._app.periodic(cron=cron)(periodic)

    async def defer(
        self,
        connection: psycopg.AsyncConnection[Any],
        task: str,
        *,
        queue: str = SHARED_QUEUE,
        lock: str | None = None,
        **arguments: Any,
    ) -> None:
        """Enqueue a job in the connection's transaction. Jobs with the same `lock` run one after another.

        Raises ProviderError when the database does not answer.
        """
        deferrer = self._app.configure_task(task, queue=queue, lock=lock, connection=connection)
        try:
            await deferrer.defer_async(**arguments)
        except ConnectorException as error:
            raise ProviderError("The database does not answer.", is_retryable=True) from error

    async def open(self) -> None:
        """Connect. Raises ProviderError when the database does not answer."""
        try:
            await self._app.open_async()
        except (ConnectorException, psycopg.Error) as error:
            raise ProviderError("The job queue cannot reach the database.", is_retryable=True) from error

    async def close(self) -> None:
        await self._app.close_async()

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Run jobs of the shared and this node's queue while the block lasts, then stop within `GRACE_S`."""
        async with asyncio.TaskGroup() as group:
            worker = group.create_task(self._work_forever(), name="job-worker")
            try:
                yield
            finally:
                worker.cancel()

    async def run_pending(self) -> None:
        """Run what is due now in both queues and return; for commands and tests."""
        await self._take_back_own()
        await self._run_worker(wait=False)

    async def _work_forever(self) -> None:
        while True:
            try:
                await self._take_back_own()
                await self._run_worker(wait=True)
            except (ConnectorException, psycopg.Error) as error:
                log.warning("job_worker_lost_database", error=type(error).__name__)
            await asyncio.sleep(RESTART_AFTER_S)

    async def _run_worker(self, *, wait: bool) -> None:
        await self._app.run_worker_async(
            queues=[SHARED_QUEUE, self.node_queue],
            name=self.node,
            concurrency=CONCURRENCY,
            wait=wait,
            shutdown_graceful_timeout=GRACE_S,
            install_signal_handlers=False,
            delete_jobs=DeleteJobCondition.SUCCESSFUL,
            update_heartbeat_interval=HEARTBEAT_S,
            stalled_worker_timeout=STALLED_AFTER_S,
        )

    async def _take_back_own(self) -> None:
        """What this node's queue calls running was cut off: nobody else works on it, and we just start."""
        for job in await self._app.job_manager.list_jobs_async(queue=self.node_queue, status="doing"):
            await self._again(job)

    async def _adopt_stalled(self) -> None:
        stalled = await self._app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_S)
        for job in stalled:
            await self._again(job)

    async def _again(self, job: QueuedJob) -> None:
        log.info("job_taken_back", task=job.task_name, job_id=job.id)
        await self._app.job_manager.retry_job(job)

    async def _forget_old(self) -> None:
        """Failed jobs are kept for a month, for whoever looks into them."""
        await self._app.job_manager.delete_old_jobs(nb_hours=24 * 30, include_failed=True, include_cancelled=True)
