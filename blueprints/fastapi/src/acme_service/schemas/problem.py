"""Errors as clients see them: problem details (RFC 9457)."""

from pydantic import BaseModel, Field


class InvalidField(BaseModel):
    pointer: str | None = Field(default=None, description="JSON pointer into the request body.")
    parameter: str | None = Field(default=None, description="Name of a path or query parameter.")
    detail: str


class Problem(BaseModel):
    type: str = Field(default="about:blank", description="URI of the kind of problem.")
    title: str
    status: int
    detail: str
    instance: str = Field(description="The path that was asked for.")
    request_id: str = Field(description="The id of this request in the logs.")
    errors: list[InvalidField] | None = Field(default=None)
