"""Every error Voxanne raises on purpose, as one tree that branches by who must act.

    VoxanneError
    ├── CallerFacing       the caller hears `spoken_fallback`
    ├── ProviderError      an engine or service failed; `is_retryable` says whether to try again
    ├── PeerProtocolError  the other end of a wire broke its protocol
    ├── SetupError         the operator must change a setting, a file or a port
    └── RequestError       the client of an HTTP request must act; carries an HTTP status
        ├── InvalidRequest 422
        ├── Unauthenticated 401
        ├── Forbidden      403
        ├── NotFound       404
        ├── Conflict       409
        └── PlanLimit      403

Each class has a stable `code` that clients may rely on. Messages name what is wrong and what to do;
they never carry transcript text, phone numbers, names or secrets.
"""

from __future__ import annotations

from typing import ClassVar


class VoxanneError(Exception):
    """Root of all errors that Voxanne raises on purpose."""

    code: ClassVar[str] = "error"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class CallerFacing(VoxanneError):
    """Something the caller must hear about; `spoken_fallback` is the sentence to say."""

    code = "caller_facing"

    def __init__(self, message: str, *, spoken_fallback: str) -> None:
        super().__init__(message)
        self.spoken_fallback = spoken_fallback


class ProviderError(VoxanneError):
    """A speech, language or storage engine failed."""

    code = "provider_error"

    def __init__(self, message: str, *, is_retryable: bool = False) -> None:
        super().__init__(message)
        self.is_retryable = is_retryable


class PeerProtocolError(VoxanneError):
    """The other end of a wire sent what its protocol does not allow."""

    code = "peer_protocol_error"


class SetupError(VoxanneError):
    """The operator must act: a setting, a file, a port. Printed as one line by the command line."""

    code = "setup_error"


class RequestError(VoxanneError):
    """A request that cannot be served as it stands; becomes an RFC 9457 problem document."""

    code = "bad_request"
    status: ClassVar[int] = 400
    retry_after_s: ClassVar[int | None] = None
    """When the same request may succeed later without anyone acting: how long to wait."""


class InvalidRequest(RequestError):
    code = "invalid_request"
    status = 422


class Unauthenticated(RequestError):
    code = "unauthenticated"
    status = 401


class Forbidden(RequestError):
    code = "forbidden"
    status = 403


class NotFound(RequestError):
    code = "not_found"
    status = 404


class Conflict(RequestError):
    code = "conflict"
    status = 409


class PlanLimit(RequestError):
    code = "plan_limit"
    status = 403
