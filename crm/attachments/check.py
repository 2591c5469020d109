"""Whether the files and their rows agree: for `callcenter check`."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from crm.attachments.files import FileArea
from crm.attachments.tables import AttachmentRow
from crm.store import Store

UNDER_WAY: Final = timedelta(hours=1)  # a younger file may be one whose row is being written
NAMED: Final = 3  # faults of one kind that are told each


def faults_of_files(store: Store, files: FileArea, now: datetime) -> list[str]:
    """One line per fault: files that are missing or of another size, and files that belong to no case."""
    with store.reading() as session:
        rows = session.execute(select(AttachmentRow.sha256, AttachmentRow.size, AttachmentRow.case_code)).all()
    sizes = {file.name: file.stat().st_size for file in files.all_kept()}
    known = {sha256 for sha256, _, _ in rows}
    before = (now - UNDER_WAY).timestamp()
    orphans = [file for file in files.all_kept() if file.name not in known and file.stat().st_ctime < before]
    left = [file for file in files.all_incoming() if file.stat().st_mtime < before]
    missing = [f"phản ánh {code}: mất tệp {sha256[:12]}…" for sha256, _, code in rows if sha256 not in sizes]
    wrong = [(sha256, code) for sha256, size, code in rows if sizes.get(sha256, size) != size]
    changed = [f"phản ánh {code}: tệp {sha256[:12]}… sai độ dài" for sha256, code in wrong]
    useless = [f"không thuộc phản ánh nào, có thể xóa: {file}" for file in (*orphans, *left)]
    return [line for lines in (missing, changed, useless) for line in shortened(lines)]


def shortened(lines: list[str]) -> list[str]:
    """The first of many alike, and how many more there are."""
    more = len(lines) - NAMED
    return [*lines[:NAMED], f"và {more} lỗi như vậy nữa"] if more > 0 else lines
