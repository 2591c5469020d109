"""What the administrator's pages send."""

from typing import Annotated, Final

from aiohttp import web
from pydantic import AwareDatetime, Field

from callcenter.web.bodies import Body, Long, Sentence, Word
from callcenter.web.errors import BadRequest
from crm.book_edits import RowChange
from crm.case import Category
from crm.messages import RoutingQuestion

MOST_ROWS: Final = 500  # by hand, in one change
MOST_CASES: Final = 10_000  # of a dry run: a few seconds

CellTexts = dict[Annotated[str, Field(max_length=64)], Annotated[str, Field(max_length=20_000)]]


class ChangeBody(Body):
    """A row as it was seen and as it shall be; no key: a new row, no `after`: it goes away."""

    key: str | None = None
    before: CellTexts | None = None
    after: CellTexts | None = None

    def as_change(self) -> RowChange:
        return RowChange(self.key, self.before, self.after)


class EditBody(Body):
    changes: Annotated[tuple[ChangeBody, ...], Field(min_length=1, max_length=MOST_ROWS)]


class PublishBody(Body):
    over: int | None
    version: int
    why: Sentence


class RollBackBody(Body):
    over: int
    why: Sentence


class DryRunBody(Body):
    last: Annotated[int, Field(ge=1, le=MOST_CASES)] = 200
    at: AwareDatetime | None = None


class ExplainBody(Body):
    category: Category
    topic: Word | None = None
    ward: Word | None = None
    text: Long = ""
    at: AwareDatetime | None = None

    def as_question(self) -> RoutingQuestion:
        return RoutingQuestion(self.category, self.topic, self.ward, self.text, self.at)


async def read_sheet(request: web.Request) -> bytes:
    """The CSV file that is the body. Raises `BadRequest` when it is larger than any sheet of ours."""
    try:
        return await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise BadRequest("Tệp quá lớn: bảng của hệ thống chỉ vài trăm kB. Hãy kiểm tra lại tệp.") from None
