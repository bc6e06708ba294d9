"""What the operator may choose, read once from `VOXANNE_*` environment variables and `.env`.

A value that cannot be used is reported as one `SetupError` that names the variable and the remedy.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from dotenv.parser import parse_stream
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from voxanne.errors import SetupError

ENV_FILE = Path(".env")


class Settings(BaseSettings):
    """One node's settings; frozen. Secrets are `SecretStr` and never printed."""

    model_config = SettingsConfigDict(
        env_prefix="VOXANNE_", env_file=ENV_FILE, env_file_encoding="utf-8", frozen=True, extra="ignore"
    )

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    public_url: str = ""
    """Where carriers and browsers reach this node, e.g. https://voice.example.org; absent: loopback."""
    data_dir: Path = Path("data")
    database_url: SecretStr | None = None
    """PostgreSQL with pgvector; absent: the embedded server inside the data folder."""
    recordings_url: str = ""
    """Object store for recordings (`s3://bucket/prefix`); absent: a folder inside the data folder."""
    master_key: SecretStr | None = None
    """Base64 of 32 bytes that wraps every data key; absent: `keys/master.key`, created at first run."""
    twilio_auth_token: SecretStr | None = None
    """Absent: a random token of this installation, so that only `voxanne simulate` here can sign."""
    sentry_dsn: SecretStr | None = None
    sip_listen: str = ""
    language_model_url: str = ""
    language_model_key: SecretStr | None = None
    language_model_name: str = ""
    transcriber: str = "local"
    synthesizer: str = "local"
    call_capacity: int = Field(default=40, ge=1)
    """Calls this node takes at once; further callers hear a polite sentence."""
    max_call_minutes: int = Field(default=30, ge=1, le=240)
    speech_threads: int = Field(default=2, ge=1, le=64)
    log_format: str = Field(default="console", pattern="^(console|json)$")

    @field_validator("public_url")
    @classmethod
    def _public_url_is_an_origin(cls, url: str) -> str:
        if url and not url.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return url.rstrip("/")

    @field_validator("transcriber", "synthesizer")
    @classmethod
    def _only_what_is_built(cls, engine: str) -> str:
        if engine != "local":
            raise ValueError("only 'local' is available in this version")
        return engine

    @property
    def origin(self) -> str:
        """Scheme, host and port under which the outside reaches us, without a trailing slash."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def is_https(self) -> bool:
        return self.origin.startswith("https://")

    @property
    def keys_dir(self) -> Path:
        return self.data_dir / "keys"

    @property
    def models_dir(self) -> Path:
        return self.data_dir / "models"


def read_settings(**overrides: Any) -> Settings:
    """Read the environment and `.env`; `overrides` win. Raises SetupError naming what is wrong."""
    try:
        _require_readable(ENV_FILE)
        settings = Settings(**overrides)
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        reason = first["msg"].removeprefix("Value error, ")
        raise SetupError(f"VOXANNE_{name} cannot be used: {reason}. Correct it in the environment or .env.") from error
    except (UnicodeDecodeError, OSError) as error:
        raise SetupError(f".env cannot be read: {error}. Correct or remove the file.") from error
    return settings.model_copy(update={"data_dir": settings.data_dir.expanduser().resolve()})


def _require_readable(path: Path) -> None:
    """Raises SetupError naming the first line that is no setting: the library would pass over it with a warning."""
    if not path.is_file():
        return
    with path.open(encoding="utf-8") as lines:
        for binding in parse_stream(lines):
            if binding.error:
                text = binding.original.string
                line = binding.original.line + len(text) - len(text.lstrip("\n"))
                raise SetupError(f"{path} cannot be used: line {line} is not NAME=value. Correct or remove that line.")


def prepare_data_dir(settings: Settings) -> None:
    """Create the data folder and prove that it can be written. Raises SetupError."""
    try:
        for folder in (settings.data_dir, settings.keys_dir, settings.models_dir, settings.data_dir / "live"):
            folder.mkdir(parents=True, exist_ok=True)
        settings.keys_dir.chmod(0o700)
        probe = settings.data_dir / ".writable"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise SetupError(
            f"The data folder {settings.data_dir} cannot be written ({error.strerror}). "
            "Make it writable or set VOXANNE_DATA_DIR to a folder that is."
        ) from error


def node_name(settings: Settings) -> str:
    """This installation's name among nodes that share a database; made at the first run and kept.

    What a node wrote to its own disk (unfinished recordings) is found again under this name.
    """
    path = settings.data_dir / "node"
    try:
        if not path.exists():
            path.write_text(f"node-{secrets.token_hex(6)}\n")
        return path.read_text().strip()
    except OSError as error:
        raise SetupError(f"The node's name in {path} cannot be read or written ({error.strerror}).") from error
