"""Units and their people (Điều 12.1) as books."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm import sheet_cells as cell
from crm.admin_errors import BookRefused
from crm.admin_tables import UnitPersonRow
from crm.alphabet import alphabetical
from crm.rule_sets import set_in_force
from crm.rule_tables import RuleRow
from crm.sheets import Column, Record
from crm.tables import UnitRow
from crm.units import CITY_OFFICE

UNIT_KINDS: Final = {
    CITY_OFFICE: "Văn phòng UBND thành phố",
    "department": "Sở, ngành",
    "vertical": "Cơ quan ngành dọc",
    "utility": "Doanh nghiệp dịch vụ",
    "committee": "UBND xã, phường, đặc khu",
}
PERSON_ROLES: Final = {  # Điều 12.1 names the first two
    "focal": "Chuyên viên đầu mối",
    "leader": "Lãnh đạo phụ trách",
    "duty": "Trực",
}
CODE: Final = r"[a-z][a-z0-9_]{1,63}"
CODE_WORDS: Final = "chữ thường không dấu, số và gạch dưới; bắt đầu bằng chữ"
NOTE: Final = 1000  # letters of a note


@dataclass(frozen=True)
class UnitBook:
    """Đơn vị xử lý. None is removed, for cases speak of it; one that is no longer in use gets nothing new."""

    name: str = "units"
    title: str = "Đơn vị"
    removes: bool = False

    def columns(self, session: Session) -> tuple[Column, ...]:
        return (
            cell.word("code", "Mã", CODE, CODE_WORDS),
            cell.text("name", "Tên đơn vị", required=True),
            cell.choice("kind", "Loại", UNIT_KINDS),
            cell.phone("phone", "Điện thoại"),
            cell.email("email", "Thư điện tử"),
            cell.yes("active", "Đang dùng", otherwise=True),
        )

    def records(self, session: Session) -> dict[str, Record]:
        rows = session.scalars(select(UnitRow))
        return {row.code: unit_record(row) for row in sorted(rows, key=unit_order)}

    def key(self, record: Record) -> str:
        return str(record["code"])

    def check(self, record: Record) -> Iterable[tuple[str, str]]:
        return ()

    def hold(self, session: Session) -> None:
        """Always to be changed."""

    def write(self, session: Session, key: str, record: Record | None) -> None:
        """What an administrator wrote is no sample any more."""
        assert record is not None  # `removes` is False
        row = session.get(UnitRow, key)
        if row is None:
            row = UnitRow(code=key)
            session.add(row)
        for name, value in (record | {"sample": False}).items():
            setattr(row, name, value)

    def settle(
        self, session: Session, before: Mapping[str, Record], after: Mapping[str, Record], now: datetime
    ) -> None:
        """There is one city office (7.2, 7.4), and no rule in force sends anything to a unit that is closed."""
        offices = [code for code, record in after.items() if record["kind"] == CITY_OFFICE and record["active"]]
        if len(offices) != 1:
            raise BookRefused(
                f"Phải có đúng một đơn vị loại “{UNIT_KINDS[CITY_OFFICE]}” đang dùng, nay có {len(offices)}."
            )
        closed = [code for code, record in after.items() if not record["active"]]
        held = RuleRow.set_number == set_in_force(session, now), RuleRow.unit_code.in_(closed)
        named = session.execute(select(RuleRow.unit_code, func.count()).where(*held).group_by(RuleRow.unit_code))
        if first := named.first():
            raise BookRefused(
                f"“{after[first[0]]['name']}” đang được {first[1]} quy tắc gửi tới. "
                "Hãy sửa và công bố quy tắc trước, rồi ngừng dùng đơn vị."
            )


@dataclass(frozen=True)
class PeopleBook:
    """Đầu mối of each unit: who is reached, in which order."""

    name: str = "unit_people"
    title: str = "Đầu mối của đơn vị"
    removes: bool = True

    def columns(self, session: Session) -> tuple[Column, ...]:
        units = sorted(session.scalars(select(UnitRow)), key=lambda unit: alphabetical(unit.name))
        names = {unit.code: unit.name for unit in units}
        in_use = [unit.code for unit in units if unit.active]
        return (
            cell.choice("unit", "Đơn vị", names, what="đơn vị", offered=in_use),
            cell.number("place", "Thứ tự", least=1),
            cell.text("name", "Họ và tên", required=True),
            cell.choice("role", "Vai trò", PERSON_ROLES),
            cell.phone("phone", "Điện thoại"),
            cell.email("email", "Thư điện tử"),
            cell.text("note", "Ghi chú", longest=NOTE),
        )

    def records(self, session: Session) -> dict[str, Record]:
        rows = session.scalars(select(UnitPersonRow).order_by(UnitPersonRow.unit_code, UnitPersonRow.place))
        records = [person_record(row) for row in rows]
        return {self.key(record): record for record in records}

    def key(self, record: Record) -> str:
        return f"{record['unit']}/{record['place']}"

    def check(self, record: Record) -> Iterable[tuple[str, str]]:
        """Somebody who cannot be reached is no help."""
        if not record["phone"] and not record["email"]:
            yield "phone", "cần số điện thoại hoặc thư điện tử"

    def hold(self, session: Session) -> None:
        """Always to be changed."""

    def write(self, session: Session, key: str, record: Record | None) -> None:
        unit, _, place = key.rpartition("/")
        row = session.get(UnitPersonRow, (unit, int(place)))
        if record is None:
            session.delete(row)
            return
        if row is None:
            row = UnitPersonRow(unit_code=unit, place=int(place))
            session.add(row)
        for name in ("name", "role", "phone", "email", "note"):
            setattr(row, name, record[name])

    def settle(
        self, session: Session, before: Mapping[str, Record], after: Mapping[str, Record], now: datetime
    ) -> None:
        """Whatever each row says."""


def unit_record(row: UnitRow) -> Record:
    return {name: getattr(row, name) for name in ("code", "name", "kind", "phone", "email", "active")}


def unit_order(row: UnitRow) -> tuple[int, str]:
    """By kind, as `UNIT_KINDS` has them."""
    kinds = list(UNIT_KINDS)
    return kinds.index(row.kind) if row.kind in kinds else len(kinds), row.code


def person_record(row: UnitPersonRow) -> Record:
    same = {name: getattr(row, name) for name in ("place", "name", "role", "phone", "email", "note")}
    return {"unit": row.unit_code} | same
