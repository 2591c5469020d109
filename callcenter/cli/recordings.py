"""`callcenter recordings`: what there is, legal holds, and deleting by rule."""

from datetime import datetime
from getpass import getuser
from typing import Final

import click

from callcenter import settings as settings_file
from callcenter.cli.book_files import now, open_store
from callcenter.cli.interval import interval_of, interval_options
from callcenter.cli.output import json_option, put
from callcenter.recording_keeper import recording_area
from crm.recordings import holding
from crm.recordings.listing import RecordingView, recordings_between, recordings_of
from crm.recordings.purging import due_for_purge
from crm.recordings.purging import purge as purge_these
from crm.recordings.retention import retention_rules
from crm.working_time import HAI_PHONG

MEGABYTE: Final = 1_000_000


@click.group()
def recordings() -> None:
    """Bản ghi âm: xem, giữ lại theo yêu cầu pháp lý, xóa theo quy tắc."""


@recordings.command("list")
@click.option("--call", "linkedid", help="Của một cuộc gọi (Linkedid) và các cuộc nối với nó.")
@interval_options
@json_option
def list_them(linkedid: str | None, begins: datetime | None, ends: datetime | None, as_json: bool) -> None:
    """Các bản ghi, kể cả bản đã xóa và lý do."""
    interval = interval_of(begins, ends)
    store = open_store()
    found = recordings_of(store, [linkedid]) if linkedid else recordings_between(store, interval.begins, interval.ends)
    put(found, "\n".join(map(line_of, found)) or "Không có bản ghi nào.", as_json)


def line_of(view: RecordingView) -> str:
    marks = [word for word, said in (("mã hóa", view.encrypted), ("đang giữ", view.held)) if said]
    if view.purged_at:
        marks = [f"đã xóa {view.purged_at.astimezone(HAI_PHONG):%d/%m/%Y}: {view.purged_why}"]
    return f"{view.path}  {decimal(view.seconds)} giây  {', '.join(marks)}".rstrip()


def decimal(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


@recordings.command()
@click.argument("linkedid")
@click.option("--why", required=True, help="Ai yêu cầu, theo văn bản nào.")
@json_option
def hold(linkedid: str, why: str, as_json: bool) -> None:
    """Giữ lại bản ghi của cuộc gọi, và của các cuộc nối với nó, dù quy tắc nói gì."""
    holding.hold(linkedid, why, getuser(), open_store(), now())
    put({"held": linkedid}, f"Đã giữ lại bản ghi của cuộc gọi {linkedid}.", as_json)


@recordings.command()
@click.argument("linkedid")
@json_option
def release(linkedid: str, as_json: bool) -> None:
    """Thôi giữ: từ nay quy tắc lại quyết định."""
    holding.release(linkedid, getuser(), open_store(), now())
    put({"released": linkedid}, f"Đã thôi giữ bản ghi của cuộc gọi {linkedid}.", as_json)


@recordings.command()
@click.option("--dry-run", is_flag=True, help="Chỉ xem sẽ xóa gì.")
@json_option
def purge(dry_run: bool, as_json: bool) -> None:
    """Xóa những bản ghi đã hết hạn lưu; dịch vụ tự làm việc này mỗi giờ."""
    settings, store = settings_file.load(), open_store()
    due = due_for_purge(store, retention_rules(settings.recording_retention), now())
    deleted = 0 if dry_run else purge_these(due, getuser(), recording_area(settings), store, now())
    told = "sẽ xóa" if dry_run else "đã xóa"
    size = sum(one.size for one in due) / MEGABYTE
    lines = [*(f"{one.path}  {one.rule}" for one in due), f"{told.capitalize()} {len(due)} tệp, {decimal(size)} MB."]
    put({"due": due, "deleted": deleted}, "\n".join(lines), as_json)
