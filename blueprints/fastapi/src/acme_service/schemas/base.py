"""What all requests and responses share."""

from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, field_validator

Value = TypeVar("Value")

# The largest number that an INTEGER column holds.
MAX_INTEGER = 2**31 - 1


# The default of whatever a merge patch (RFC 7396) may leave out. Nobody reads it: an update
# takes the fields that were sent. Defaults are not validated, so null itself is still refused.
OMITTED: Any = None


class RequestModel(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @field_validator("*")
    @classmethod
    def _refuse_nul(cls, value: Any) -> Any:
        # PostgreSQL cannot store it in a text.
        if isinstance(value, str) and "\0" in value:
            raise ValueError("must not contain the NUL character")
        return value


class ResponseModel(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class Page(ResponseModel, Generic[Value]):
    items: list[Value]
    next_cursor: str | None
