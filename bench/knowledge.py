"""How well callers' questions find the demo clinic's answers: right first, refused when they should be, and how fast.

python -m bench.knowledge              the scored questions
python -m bench.knowledge development  the questions the weights were tuned on, with every miss
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
import tomllib
from pathlib import Path
from uuid import uuid4

from voxanne.db.database import Database
from voxanne.db.embedded import EmbeddedPostgres
from voxanne.db.migrate import migrate
from voxanne.knowledge.demo import load_demo
from voxanne.knowledge.embeddings import MiniLm
from voxanne.knowledge.library import Library
from voxanne.organisations import store as organisations
from voxanne.settings import read_settings

QUESTIONS = Path(__file__).parents[1] / "tests" / "knowledge_questions.toml"


async def measure(database_url: str, models: Path, part: str) -> None:
    questions = tomllib.loads(QUESTIONS.read_text())[part]
    database = Database(database_url)
    await database.open()
    organisation_id = uuid4()
    await organisations.create(database, organisation_id, slug="bench", name="Bench", time_zone="Europe/London")
    embedder = MiniLm(models / "minilm-l6-v2")
    library = Library(database, embedder)
    began = time.perf_counter()
    entries = await load_demo(library, organisation_id)
    print(f"loaded {entries} entries in {time.perf_counter() - began:.1f} s")
    await library.hits(organisation_id, "warm up")
    times, top, answered, wrong = [], 0, 0, []
    for question, title in questions["answered"].items():
        began = time.perf_counter()
        hits = await library.hits(organisation_id, question)
        times.append((time.perf_counter() - began) * 1000)
        first = hits[0] if hits else None
        top += first is not None and first.title == title
        is_answered = first is not None and first.is_sure
        answered += is_answered and first is not None and first.title == title
        if first is None or first.title != title or not first.is_sure:
            wrong.append((question, title, first and (first.title, first.score, first.is_sure)))
    refused, spoken = 0, []
    for question in questions["off_topic"]:
        hits = await library.hits(organisation_id, question)
        refused += not (hits and hits[0].is_sure)
        if hits and hits[0].is_sure:
            spoken.append((question, hits[0].title, hits[0].score))
    count = len(questions["answered"])
    confident_wrong = sum(1 for _, title, got in wrong if got and got[0] != title and got[2])
    print(
        f"{part}: top-1 {top}/{count}, answered rightly {answered}/{count}, answered wrongly {confident_wrong}/{count}"
    )
    print(f"off-topic refused {refused}/{len(questions['off_topic'])}")
    times.sort()
    print(f"latency ms p50 {times[len(times) // 2]:.1f}  p95 {times[int(len(times) * 0.95)]:.1f}")
    if part == "development" or "-v" in sys.argv:
        for miss in (*wrong, *spoken):
            print("  ", miss)
    embedder.close()
    await database.close()


def main() -> None:
    part = next((word for word in sys.argv[1:] if not word.startswith("-")), "scored")
    with tempfile.TemporaryDirectory(prefix="voxanne-bench-") as folder:
        Path(folder).chmod(0o755)
        server = EmbeddedPostgres(Path(folder))
        try:
            migrate(server.url)
            asyncio.run(measure(server.url, read_settings().models_dir, part))
        finally:
            server.stop()


if __name__ == "__main__":
    main()
