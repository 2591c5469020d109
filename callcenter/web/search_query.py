"""The query part of a search's address: the whole of what is asked, so that the address is the search."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final, get_origin

from aiohttp import web
from pydantic import Field, StringConstraints, ValidationError

from callcenter.web.bodies import Body, Word, unreadable
from crm.case import CaseState, Category
from crm.search.messages import PAGE, Cursor, Filters, FoundBy, Order, SearchCases

MOST_LINES: Final = 50
Typed = Annotated[str, StringConstraints(max_length=2_000)]  # a space at the end says that the last word is whole
Place = Annotated[str, StringConstraints(pattern=rf"^(?:{'|'.join(FoundBy)})\.[0-9]{{1,18}}$")]


class SearchQuery(Body):
    """Names may come several times where several values are taken: any of them."""

    q: Typed = ""
    category: tuple[Category, ...] = ()
    topic: tuple[Word, ...] = ()
    ward: tuple[Word, ...] = ()
    unit: tuple[Word, ...] = ()
    state: tuple[CaseState, ...] = ()
    channel: tuple[Word, ...] = ()
    received_from: date | None = Field(None, alias="from")
    received_to: date | None = Field(None, alias="to")
    late: bool = False
    confidential: bool | None = None
    order: Order = Order.BEST
    after: Place | None = None
    limit: Annotated[int, Field(ge=1, le=MOST_LINES)] = PAGE

    def as_question(self) -> SearchCases:
        filters = Filters(
            categories=self.category,
            topics=self.topic,
            wards=self.ward,
            units=self.unit,
            states=self.state,
            channels=self.channel,
            received_from=self.received_from,
            received_to=self.received_to,
            late=self.late,
            confidential=self.confidential,
        )
        return SearchCases(self.q, filters, self.order, read_cursor(self.after), self.limit)


MANY: Final = frozenset(
    name for name, field in SearchQuery.model_fields.items() if get_origin(field.annotation) is tuple
)


def read_search(request: web.Request) -> SearchQuery:
    """The address's query as a search. Raises `BadRequest` naming each part that cannot be read."""
    names = dict.fromkeys(request.query)
    values: Mapping[str, Any] = {
        name: request.query.getall(name) if name in MANY else request.query[name] for name in names
    }
    try:
        return SearchQuery.model_validate(values)
    except ValidationError as error:
        raise unreadable(error) from None


def read_cursor(text: str | None) -> Cursor | None:
    if text is None:
        return None
    found_by, _, place = text.partition(".")
    return Cursor(FoundBy(found_by), int(place))


def written(cursor: Cursor | None) -> str | None:
    """The cursor as `after` has it."""
    return f"{cursor.found_by}.{cursor.place}" if cursor else None
