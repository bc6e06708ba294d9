"""Objects in a folder: durable, replaced whole, and missing ones named as missing."""

import asyncio
from pathlib import Path

import pytest
from obstore.store import MemoryStore

from voxanne.errors import SetupError
from voxanne.settings import Settings
from voxanne.storage.objects import BucketStore, FolderStore, ObjectMissing, ObjectStore, open_recordings_store


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    return FolderStore(tmp_path / "objects") if request.param == "folder" else BucketStore(MemoryStore())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file"
    path.write_bytes(b"0123456789")
    return path


async def test_a_stored_file_can_be_read_in_parts(store: ObjectStore, file: Path):
    assert await store.put_file("org/call.flac.sealed", file) == 10
    assert await store.size("org/call.flac.sealed") == 10
    assert await store.read("org/call.flac.sealed", 2, 5) == b"234"


async def test_storing_again_replaces(store: ObjectStore, file: Path, tmp_path: Path):
    await store.put_file("org/call", file)
    shorter = tmp_path / "shorter"
    await asyncio.to_thread(shorter.write_bytes, b"new")
    await store.put_file("org/call", shorter)
    assert await store.read("org/call", 0, 3) == b"new"
    assert await store.size("org/call") == 3


async def test_a_missing_object_is_named_as_missing(store: ObjectStore):
    with pytest.raises(ObjectMissing):
        await store.size("org/nothing")
    with pytest.raises(ObjectMissing):
        await store.read("org/nothing", 0, 1)


async def test_deleting_twice_is_harmless(store: ObjectStore, file: Path):
    await store.put_file("org/call", file)
    await store.delete("org/call")
    await store.delete("org/call")
    with pytest.raises(ObjectMissing):
        await store.size("org/call")


def test_no_address_means_a_folder_of_the_data_folder(tmp_path: Path):
    assert isinstance(open_recordings_store(Settings(data_dir=tmp_path)), FolderStore)
    assert (tmp_path / "recordings").is_dir()


@pytest.mark.parametrize("url", ["nonsense", "s3://", "unknown://bucket"])
def test_an_address_that_cannot_be_used_is_one_clear_line(tmp_path: Path, url: str):
    with pytest.raises(SetupError, match="VOXANNE_RECORDINGS_URL"):
        open_recordings_store(Settings(data_dir=tmp_path, recordings_url=url))
