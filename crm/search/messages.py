"""What is asked of the search, and what it answers. Plain frozen words and pictures."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from crm.case import CaseState, Category
from crm.views import CaseLine

PAGE: Final = 20
COUNTED: Final = 200  # more are not counted: "hơn 200 phiếu" says as much, and costs the same at any size


class FoundBy(StrEnum):
    """Why a case was found, the best reason first: the order of the answer."""

    CODE = "code"
    PHONE = "phone"
    NAME = "name"  # every word is in the reporter's name
    PLACE = "place"  # every word is in the place of the matter
    TEXT = "text"  # every word is somewhere in the case
    BEGUN = "begun"  # the same, the last word being the beginning of one
    FILTER = "filter"  # nothing was typed, or another order than the best first was asked for


class Order(StrEnum):
    BEST = "best"  # by `FoundBy`, then the newest first
    NEWEST = "newest"  # by receipt
    OLDEST = "oldest"


@dataclass(frozen=True)
class Filters:
    """Which cases at all. Several values of one kind: any of them; an empty one: all."""

    categories: tuple[Category, ...] = ()
    topics: tuple[str, ...] = ()
    wards: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    states: tuple[CaseState, ...] = ()
    channels: tuple[str, ...] = ()
    received_from: date | None = None  # days of Hải Phòng, both included
    received_to: date | None = None
    late: bool = False  # a clock runs that is over its term
    confidential: bool | None = None


@dataclass(frozen=True)
class Cursor:
    """The last case of a page: the next one goes on after it."""

    found_by: FoundBy
    place: int


@dataclass(frozen=True)
class Viewer:
    """Who looks. A unit finds its own cases only, and nothing of a confidential case by its reporter (Điều 10)."""

    unit: str | None = None  # None: 1022's own people


@dataclass(frozen=True)
class SearchCases:
    text: str = ""
    filters: Filters = Filters()
    order: Order = Order.BEST
    after: Cursor | None = None
    limit: int = PAGE


@dataclass(frozen=True)
class Passage:
    """A part of the case that shows why it was found. `marks` are (start, end) in code points of `text`.

    `field`: reporter_name, reporter_address, reporter_email, place, ward, content, note or transcript.
    """

    field: str
    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class SearchHit:
    """One line of the answer. The reporter's fields of `line` are empty for who may not see them."""

    line: CaseLine
    confidential: bool
    found_by: FoundBy
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class SearchAnswer:
    """A page. `count` is of all cases found, if it is no more than `COUNTED` and the page is the first; else None."""

    hits: tuple[SearchHit, ...]
    count: int | None
    next: Cursor | None
