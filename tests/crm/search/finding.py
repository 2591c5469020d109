"""Searching in a line, for the tests."""

from datetime import datetime
from typing import Any

from crm.search.find import search_cases
from crm.search.messages import Filters, Order, SearchAnswer, SearchCases, Viewer
from crm.search.passages import passage
from crm.search.words import read_words
from crm.store import Store
from tests.crm.cases import minutes

OURS = Viewer()


def ask(
    store: Store,
    text: str = "",
    *,
    viewer: Viewer = OURS,
    order: Order = Order.BEST,
    now: datetime | None = None,
    **filters: Any,
) -> SearchAnswer:
    """The first page."""
    return search_cases(SearchCases(text, Filters(**filters), order), viewer, store, now or minutes(600))


def codes(answer: SearchAnswer) -> list[str]:
    return [hit.line.code for hit in answer.hits]


def reasons(answer: SearchAnswer) -> list[str]:
    return [hit.found_by.value for hit in answer.hits]


def marked(text: str, typed: str) -> list[str]:
    """What is marked in a text for what was typed."""
    part = passage("content", text, read_words(typed).terms)
    return [part.text[start:end] for start, end in part.marks]
