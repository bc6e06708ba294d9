"""Where finished files lie: a folder of the data folder, or a bucket elsewhere, behind one small port."""

from __future__ import annotations

import asyncio
import os
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import LocalStore, from_url

from voxanne.errors import NotFound, ProviderError, SetupError
from voxanne.settings import Settings
from voxanne.storage.keys import fsync_folder

REQUEST_TIMEOUT = timedelta(seconds=30)
RETRY_TIMEOUT = timedelta(seconds=20)


class ObjectMissing(NotFound):
    """No object has this key."""

    code = "object_missing"


class StorageFailed(ProviderError):
    """The object store cannot be reached or refuses; trying again may help."""

    code = "storage_failed"


class ObjectStore(Protocol):
    """Whole objects by key. Methods raise StorageFailed, reading ones also ObjectMissing."""

    async def put_file(self, key: str, source: Path) -> int:
        """Store the file's bytes under `key`, replacing what was there; durable on return. Returns the size."""
        ...

    async def size(self, key: str) -> int: ...

    async def read(self, key: str, start: int, end: int) -> bytes:
        """The bytes [start, end)."""
        ...

    async def delete(self, key: str) -> None:
        """Remove the object; one that is not there is as good as removed."""
        ...


class BucketStore:
    """Any store that obstore speaks to: S3, Google, Azure, memory, a folder."""

    def __init__(self, store: obstore.store.ObjectStore) -> None:
        self._store = store

    async def put_file(self, key: str, source: Path) -> int:
        try:
            await obstore.put_async(self._store, key, source)
        except (BaseError, OSError) as error:
            raise _failed("store", error) from error
        size = await self.size(key)
        if size != (await asyncio.to_thread(source.stat)).st_size:
            raise StorageFailed("The object store kept a file of another size.", is_retryable=True)
        return size

    async def size(self, key: str) -> int:
        try:
            return int((await obstore.head_async(self._store, key))["size"])
        except (NotFoundError, FileNotFoundError) as error:
            raise ObjectMissing("The stored object is missing.") from error
        except (BaseError, OSError) as error:
            raise _failed("look up", error) from error

    async def read(self, key: str, start: int, end: int) -> bytes:
        try:
            return bytes(await obstore.get_range_async(self._store, key, start=start, end=end))
        except (NotFoundError, FileNotFoundError) as error:
            raise ObjectMissing("The stored object is missing.") from error
        except (BaseError, OSError) as error:
            raise _failed("read", error) from error

    async def delete(self, key: str) -> None:
        try:
            await obstore.delete_async(self._store, key)
        except (NotFoundError, FileNotFoundError):
            return
        except (BaseError, OSError) as error:
            raise _failed("delete", error) from error


class FolderStore(BucketStore):
    """Objects as files of a folder, made durable before `put_file` returns, which the library alone does not do."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder = folder
        super().__init__(LocalStore(folder))

    async def put_file(self, key: str, source: Path) -> int:
        size = await super().put_file(key, source)
        try:
            await asyncio.to_thread(self._sync, self._folder / key)
        except OSError as error:
            raise _failed("store", error) from error
        return size

    def _sync(self, path: Path) -> None:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        for folder in path.parents:
            fsync_folder(folder)
            if folder == self._folder:
                break


def open_recordings_store(settings: Settings) -> ObjectStore:
    """The store that the settings name. Raises SetupError when its address cannot be used."""
    if not settings.recordings_url:
        return FolderStore(settings.data_dir / "recordings")
    try:
        store = from_url(
            settings.recordings_url,
            # plain http only where the operator's AWS_ENDPOINT says so: an S3 server beside us
            client_options={"timeout": REQUEST_TIMEOUT, "user_agent": "voxanne", "allow_http": True},
            retry_config={"max_retries": 3, "retry_timeout": RETRY_TIMEOUT},
        )
    except (BaseError, ValueError, OSError) as error:
        raise SetupError(
            f"VOXANNE_RECORDINGS_URL cannot be used ({type(error).__name__}). "
            "It must look like s3://bucket/prefix, with the bucket's credentials in AWS_* variables."
        ) from error
    return BucketStore(store)


def _failed(what: str, error: Exception) -> StorageFailed:
    # the library's text may hold the bucket's address and signed headers: only its type goes out
    return StorageFailed(f"The object store could not {what} a file ({type(error).__name__}).", is_retryable=True)
