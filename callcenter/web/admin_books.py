"""Books over HTTP: their rows, changes by hand, undo, CSV out and in. One set of routes for every book."""

import asyncio
import re
from collections.abc import Callable, Mapping
from typing import Final

from aiohttp import web

from callcenter.web.admin_bodies import EditBody, read_sheet
from callcenter.web.bodies import read
from callcenter.web.errors import BadRequest, NotThere
from callcenter.web.keys import SERVICES, WHO
from callcenter.web.to_json import answer
from crm import book_edits, books
from crm.book_edits import EditRows, ImportSheet
from crm.books import Book
from crm.day_books import DayBook, HourBook
from crm.rule_csv import RuleBook
from crm.unit_books import PeopleBook, UnitBook
from crm.working_time import local_day

BOOKS: Final[Mapping[str, Callable[[], Book]]] = {
    "units": UnitBook,
    "people": PeopleBook,
    "days": DayBook,
    "hours": HourBook,
}
RULES: Final = re.compile(r"rules-([0-9]{1,9})")
FILE_NAMES: Final = {"units": "don-vi", "people": "dau-moi", "days": "ngay-nghi", "hours": "gio-lam-viec"}
SEPARATORS: Final = {"semicolon": ";", "comma": ","}


def book_of(request: web.Request) -> Book:
    """The book the path names ("units", "rules-5"). Raises `NotThere`."""
    name = request.match_info["book"]
    if found := RULES.fullmatch(name):
        return RuleBook(int(found[1]))
    if name not in BOOKS:
        raise NotThere("Không có bảng này.")
    return BOOKS[name]()


async def rows(request: web.Request) -> web.Response:
    book, store = book_of(request), request.app[SERVICES].store
    return answer(await asyncio.to_thread(books.view_book, book, store))


async def edits(request: web.Request) -> web.Response:
    """Who changed what, the newest first."""
    book, store = book_of(request), request.app[SERVICES].store
    return answer({"edits": await asyncio.to_thread(books.edits_of, book, store)})


async def edit(request: web.Request) -> web.Response:
    """Change rows; `edit` is null when nothing was different."""
    book, body = book_of(request), await read(EditBody, request)
    services, who = request.app[SERVICES], request[WHO]
    command = EditRows(tuple(change.as_change() for change in body.changes), who.username)
    done = await asyncio.to_thread(book_edits.edit_rows, command, book, services.store, services.now())
    return answer({"edit": done})


async def undo(request: web.Request) -> web.Response:
    """Take back the person's own last change."""
    book, services, who = book_of(request), request.app[SERVICES], request[WHO]
    done = await asyncio.to_thread(book_edits.undo, who.username, book, services.store, services.now())
    return answer({"edit": done})


async def export(request: web.Request) -> web.Response:
    """The book as a CSV file; `?separator=comma` for an Excel that wants commas."""
    book, services = book_of(request), request.app[SERVICES]
    separator = SEPARATORS.get(request.query.get("separator", "semicolon"))
    if separator is None:
        raise BadRequest("Dấu ngăn cách là semicolon hoặc comma.")
    data = await asyncio.to_thread(books.export_book, book, services.store, separator)
    name = request.match_info["book"]
    file = f"{FILE_NAMES.get(name, name.replace('rules', 'quy-tac'))}-{local_day(services.now()):%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{file}"'}
    return web.Response(body=data, content_type="text/csv", charset="utf-8", headers=headers)


async def preview(request: web.Request) -> web.Response:
    """What the file in the body would change. Changes nothing."""
    book, data = book_of(request), await read_sheet(request)
    store = request.app[SERVICES].store
    return answer(await asyncio.to_thread(book_edits.preview_import, data, keeps(request), book, store))


async def take_over(request: web.Request) -> web.Response:
    """Import the file in the body, as it was previewed at `?version=`."""
    book, data = book_of(request), await read_sheet(request)
    services, who = request.app[SERVICES], request[WHO]
    version = request.query.get("version", "")
    if not version.isdecimal():
        raise BadRequest("Hãy xem trước tệp rồi mới nhập.")
    command = ImportSheet(data, who.username, keeps(request), int(version))
    done = await asyncio.to_thread(book_edits.import_sheet, command, book, services.store, services.now())
    return answer({"edit": done})


def keeps(request: web.Request) -> bool:
    """Whether rows that the file does not name stay (`?keep=1`)."""
    return request.query.get("keep") == "1"
