"""How the JSON API documents its errors: one problem document (RFC 9457) under every status a route can answer."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

PROBLEM_JSON = "application/problem+json"

MEANINGS = {
    401: "No valid API key came with the request.",
    403: "The organisation's plan or role does not allow this.",
    404: "There is no such thing in this organisation.",
    409: "Not possible in the present state; `detail` says why.",
    413: "The body is larger than this API accepts.",
    422: "Something in the request cannot be used; `errors` names each field.",
    503: "Something this needs does not answer just now. Try again in a moment.",
}


class FieldError(BaseModel):
    """What is wrong with one field of the request."""

    field: str = Field(description="Where it is: `query.limit`, `body.text`.", examples=["query.limit"])
    message: str = Field(examples=["Input should be less than or equal to 200"])


class Problem(BaseModel):
    """An error as a problem document (RFC 9457)."""

    type: str = Field(description="A stable name of the kind of problem.", examples=["urn:voxanne:problem:not_found"])
    title: str = Field(description="The status in words.", examples=["Not Found"])
    status: int = Field(examples=[404])
    code: str = Field(description="The last part of `type`; programs may rely on it.", examples=["not_found"])
    detail: str = Field(description="What is wrong and what to do.", examples=["There is no such call."])
    errors: list[FieldError] | None = Field(default=None, description="With 422: each field that cannot be used.")


def _problem_schema() -> dict[str, Any]:
    schema = Problem.model_json_schema()
    field_error = schema.pop("$defs")["FieldError"]
    schema["properties"]["errors"] = {
        "type": "array",
        "items": field_error,
        "description": schema["properties"]["errors"]["description"],
    }
    return schema


_SCHEMA = _problem_schema()


def problems(*statuses: int, **described: str) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that may answer these problems.

    `described` replaces a meaning: `problems(404, s409="The recording is being finished.")`.
    """
    meanings = {status: MEANINGS[status] for status in statuses}
    meanings |= {int(name.removeprefix("s")): meaning for name, meaning in described.items()}
    return {
        status: {"description": meaning, "content": {PROBLEM_JSON: {"schema": _SCHEMA}}}
        for status, meaning in meanings.items()
    }
