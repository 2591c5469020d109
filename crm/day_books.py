"""Extra days off or worked, and office hours, as books. Changing either moves the ends of the terms that run."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import sheet_cells as cell
from crm.admin_errors import BookRefused
from crm.admin_tables import ExtraDayRow, OfficeHoursRow
from crm.clock_recount import recount
from crm.errors import BadData
from crm.office_calendar import made_of, working_time
from crm.sheets import Column, Record
from crm.working_time import WorkingTime

DAY_KINDS: Final = {"off": "Nghỉ", "working": "Làm việc"}
FIRST_DAY: Final = date(2025, 1, 1)  # days before are no matter of this hotline: most likely a slip of the year
LAST_DAY: Final = date(2100, 1, 1)


@dataclass(frozen=True)
class DayBook:
    """Days that differ from the national calendar: nghỉ thêm, làm bù."""

    name: str = "days"
    title: str = "Ngày nghỉ, ngày làm bù"
    removes: bool = True

    def columns(self, session: Session) -> tuple[Column, ...]:
        return (
            cell.day("day", "Ngày", required=True),
            cell.choice("kind", "Loại", DAY_KINDS),
            cell.text("why", "Lý do", required=True),
        )

    def records(self, session: Session) -> dict[str, Record]:
        rows = session.scalars(select(ExtraDayRow).order_by(ExtraDayRow.day))
        return {row.day.isoformat(): day_record(row) for row in rows}

    def key(self, record: Record) -> str:
        return str(record["day"])

    def check(self, record: Record) -> Iterable[tuple[str, str]]:
        if not FIRST_DAY <= date.fromisoformat(record["day"]) < LAST_DAY:
            yield "day", f"năm phải từ {FIRST_DAY.year} đến {LAST_DAY.year - 1}"

    def hold(self, session: Session) -> None:
        """Always to be changed."""

    def write(self, session: Session, key: str, record: Record | None) -> None:
        row = session.get(ExtraDayRow, date.fromisoformat(key))
        if record is None:
            session.delete(row)
            return
        if row is None:
            row = ExtraDayRow(day=date.fromisoformat(key))
            session.add(row)
        row.working, row.why = record["kind"] == "working", record["why"]

    def settle(
        self, session: Session, before: Mapping[str, Record], after: Mapping[str, Record], now: datetime
    ) -> None:
        now_is = working_time(session)
        recount(session, made_of(now_is.office_hours, extra_days(before)), now_is)


@dataclass(frozen=True)
class HourBook:
    """Office hours of every working day; none: those of `crm/data/working_time.toml`."""

    name: str = "hours"
    title: str = "Giờ làm việc"
    removes: bool = True

    def columns(self, session: Session) -> tuple[Column, ...]:
        return cell.hour("opens", "Từ giờ"), cell.hour("closes", "Đến giờ")

    def records(self, session: Session) -> dict[str, Record]:
        rows = session.scalars(select(OfficeHoursRow).order_by(OfficeHoursRow.opens))
        return {f"{row.opens:%H:%M}": {"opens": f"{row.opens:%H:%M}", "closes": f"{row.closes:%H:%M}"} for row in rows}

    def key(self, record: Record) -> str:
        return str(record["opens"])

    def check(self, record: Record) -> Iterable[tuple[str, str]]:
        if record["closes"] <= record["opens"]:
            yield "closes", "giờ nghỉ phải sau giờ bắt đầu"

    def hold(self, session: Session) -> None:
        """Always to be changed."""

    def write(self, session: Session, key: str, record: Record | None) -> None:
        row = session.get(OfficeHoursRow, time.fromisoformat(key))
        if record is None:
            session.delete(row)
            return
        if row is None:
            row = OfficeHoursRow(opens=time.fromisoformat(key))
            session.add(row)
        row.closes = time.fromisoformat(record["closes"])

    def settle(
        self, session: Session, before: Mapping[str, Record], after: Mapping[str, Record], now: datetime
    ) -> None:
        """Stretches that overlap are no hours."""
        try:
            now_is = working_time(session)
        except BadData as error:
            raise BookRefused("Các buổi làm việc không được chồng lên nhau.") from error
        recount(session, with_hours(now_is, before), now_is)


def day_record(row: ExtraDayRow) -> Record:
    return {"day": row.day.isoformat(), "kind": "working" if row.working else "off", "why": row.why}


def extra_days(records: Mapping[str, Record]) -> list[tuple[date, bool]]:
    """The days of the book as `crm.office_calendar` takes them."""
    return [(date.fromisoformat(key), record["kind"] == "working") for key, record in records.items()]


def with_hours(calendar: WorkingTime, records: Mapping[str, Record]) -> WorkingTime:
    """The same days with the office hours of the book."""
    hours = [(time.fromisoformat(one["opens"]), time.fromisoformat(one["closes"])) for one in records.values()]
    days = [(day, False) for day in calendar.extra_days_off] + [(day, True) for day in calendar.extra_working_days]
    return made_of(hours, days)
