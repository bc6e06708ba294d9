import hashlib
import zipfile
from pathlib import Path

import pytest

from voxanne.errors import SetupError
from voxanne.models.download import pip_download
from voxanne.models.manifest import Package

WHEEL = "voxanne_test_weights-1.0-py3-none-manylinux_2_34_x86_64.whl"


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is pip's whole index."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    info = "voxanne_test_weights-1.0.dist-info"
    with zipfile.ZipFile(folder / WHEEL, "w") as archive:
        archive.writestr("voxanne_test_weights/ear.onnx", b"hears" * 1000)
        archive.writestr(
            f"{info}/METADATA", "Metadata-Version: 2.1\nName: voxanne-test-weights\nVersion: 1.0\n"
            "Requires-Dist: a-package-that-does-not-exist\n"
        )  # fmt: skip
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\n"
            "Tag: py3-none-manylinux_2_34_x86_64\n"
        )  # fmt: skip
        archive.writestr(f"{info}/RECORD", "")
    return folder


def package(shelf: Path, version: str = "1.0") -> Package:
    content = (shelf / WHEEL).read_bytes()
    return Package(
        name="voxanne-test-weights",
        version=version,
        wheel=WHEEL,
        sha256=hashlib.sha256(content).hexdigest(),
        size_bytes=len(content),
        platform="manylinux_2_34_x86_64",
        models=(),
    )


def test_pip_fetches_a_wheel_of_another_platform_without_its_dependencies(shelf: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.mkdir()
    seen: list[int] = []
    wheel = pip_download(package(shelf), target, seen.append)
    assert wheel.read_bytes() == (shelf / WHEEL).read_bytes()
    assert seen[-1] == len(wheel.read_bytes())
    assert [path.name for path in target.iterdir()] == [WHEEL]


def test_a_version_the_index_lacks_is_one_clear_setup_error(shelf: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.mkdir()
    with pytest.raises(SetupError, match="did not deliver voxanne-test-weights"):
        pip_download(package(shelf, version="2.0"), target, lambda _: None)
    assert list(target.iterdir()) == []
