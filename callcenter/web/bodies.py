"""What a page may send, one model per command. Unknown fields are refused: a typo must not lose data."""

from typing import Annotated, Final, TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from callcenter.web.errors import BadRequest
from crm.case import Category, SocialField
from crm.duplicates import Matter
from crm.messages import RoutingQuestion, TicketFields

Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)]
Long = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000)]

# The kinds of fault pydantic names, in the operator's language; any other is "không hợp lệ".
_FAULTS: Final = {
    "missing": "thiếu",
    "extra_forbidden": "không có trường này",
    "string_too_long": "quá dài",
    "string_too_short": "chưa điền",
    "enum": "không có lựa chọn này",
}


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Ticket(Body):
    """The form of Điều 6. What is missing is "not said"; whether it is enough is the case store's rule."""

    content: Long = ""
    category: Category | None = None
    topic: Word | None = None
    social_field: SocialField | None = None
    ward: Word | None = None
    place: Short = ""
    reporter_name: Short = ""
    reporter_phone: Short = ""
    reporter_address: Short = ""
    reporter_email: Short = ""
    confidential: bool = False

    def as_fields(self) -> TicketFields:
        return TicketFields(**self.model_dump())


class OpenBody(Body):
    fields: Ticket
    contact: Word | None = None
    request_id: Word  # made by the page once per ticket: a repeated save opens no second case


class SaveBody(Body):
    version: int
    fields: Ticket


class NoCaseBody(Body):
    reason: Word
    note: Sentence = ""


class PauseBody(Body):
    reason: Word


class RouteBody(Body):
    category: Category
    topic: Word | None = None
    ward: Word | None = None
    text: Long = ""

    def as_question(self) -> RoutingQuestion:
        return RoutingQuestion(self.category, self.topic, self.ward, self.text)


class DuplicatesBody(Body):
    category: Category
    topic: Word | None = None
    ward: Word | None = None
    place: Short = ""
    content: Long = ""
    phone: Short = ""  # the reporter's
    leave_out: Word | None = None  # the code of the case that asks, once it has one

    def as_matter(self) -> Matter:
        return Matter(self.category, self.topic, self.ward, self.place, self.content)


class IncidentBody(Body):
    primary: Word  # the code of its first case
    title: Short
    notice: Sentence = ""
    everyone: bool = False
    wards: tuple[Word, ...] | None = None  # left out: the first case's


class NoticeBody(Body):
    version: int
    notice: Sentence = ""
    everyone: bool = False


class CloseIncidentBody(Body):
    version: int
    message: Sentence


class HangBody(Body):
    """A case that joins an incident or leaves it; `version` is the case's."""

    code: Word
    version: int
    why: Sentence


class SavedSearchBody(Body):
    """`link` is the query part of the search page's address."""

    name: Short
    link: Sentence


class RemovalBody(Body):
    """Why a file is taken out of its case."""

    why: Sentence


Model = TypeVar("Model", bound=Body)


async def read(model: type[Model], request: web.Request) -> Model:
    """The request's body as `model`. Raises `BadRequest` naming each part that cannot be read."""
    if request.content_type != "application/json":
        raise BadRequest("Yêu cầu phải là JSON.")
    return parse(model, await request.text())


def parse(model: type[Model], text: str) -> Model:
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        raise unreadable(error) from None


def unreadable(error: ValidationError) -> BadRequest:
    """What cannot be read, part by part, in the operator's language."""
    fields = {_path(fault["loc"]): _FAULTS.get(fault["type"], "không hợp lệ") for fault in error.errors()}
    listed = "; ".join(f"{name or 'nội dung'}: {fault}" for name, fault in fields.items())
    return BadRequest(f"Dữ liệu gửi lên không đúng ({listed}).", fields)


def _path(location: tuple[int | str, ...]) -> str:
    """The field's own name: the operator's form knows `content`, not `fields.content`."""
    return ".".join(str(part) for part in location if part != "fields")
