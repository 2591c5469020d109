"""Kinds of fields of what a client sends. Strict: what the document does not promise to take is refused."""

import re
from datetime import datetime
from typing import Annotated, Any, Final

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from crm.places import ward_by_code, wards
from crm.topics import topics

NO_NUL: Final = r"^[^\u0000]*$"  # PostgreSQL has no such letter
RFC3339: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", re.ASCII | re.IGNORECASE)
DIGITS: Final = re.compile(r"\d{1,9}", re.ASCII)
TAG: Final = r'(W/)?"[!#-~]{0,64}"'  # a proxy that compresses an answer makes its tag a weak one
EARLIEST: Final = 2000  # year
LATEST: Final = 2100


def known_choice(name: str, known: bool) -> None:
    """Raise what pydantic calls a wrong choice."""
    if not known:
        raise PydanticCustomError("enum", "{name}", {"name": name})


def known_ward(code: str) -> str:
    known_choice(code, ward_by_code(code) is not None)
    return code


def as_rfc3339(value: Any) -> datetime:
    """RFC 3339 only, of the years of this service: what other spellings mean is guessed differently everywhere."""
    if not isinstance(value, str) or not RFC3339.fullmatch(value) or not EARLIEST <= int(value[:4]) < LATEST:
        raise PydanticCustomError("moment", "RFC 3339")
    try:
        return datetime.fromisoformat(value.upper())
    except ValueError:
        raise PydanticCustomError("moment", "RFC 3339") from None


def as_number(value: Any) -> int:
    if not isinstance(value, str) or not DIGITS.fullmatch(value):
        raise PydanticCustomError("number", "digits")
    return int(value)


def text(longest: int, shortest: int = 0) -> Any:
    return StringConstraints(strip_whitespace=True, min_length=shortest, max_length=longest, pattern=NO_NUL)


Line = Annotated[str, text(300)]
Said = Annotated[str, text(300, 1)]
Words = Annotated[str, text(2_000, 1)]
Content = Annotated[str, text(20_000, 1)]
WardCode = Annotated[
    str, AfterValidator(known_ward), Field(json_schema_extra={"enum": [ward.code for ward in wards()]})
]
TopicKey = Annotated[str, Field(json_schema_extra={"enum": [topic.key for topic in topics()]})]
Word = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]
Moment = Annotated[AwareDatetime, BeforeValidator(as_rfc3339)]
PageSize = Annotated[int, BeforeValidator(as_number), Field(ge=1, le=100)]
IdempotencyKey = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,255}$")]
EntityTags = Annotated[str, StringConstraints(pattern=rf"^(\*|{TAG}( ?, ?{TAG})*)$")]


class Sent(BaseModel):
    """What a client sends. Unknown fields are refused: a typo must not lose data."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=False)


class Asked(BaseModel):
    """The query of an address, or headers: everything comes as text."""

    model_config = ConfigDict(extra="forbid", frozen=True)
