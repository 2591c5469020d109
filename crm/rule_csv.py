"""The rules of one set as a sheet: what a CSV file and the page show, and how each cell is read.

A ward may be named by its code, its name of today or a former one; topics and units by key or name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import sheet_cells as cell
from crm.admin_errors import BookRefused
from crm.alphabet import alphabetical
from crm.case import Category
from crm.categories import CATEGORIES
from crm.routing import Rule
from crm.rule_sets import row_values, rules_of_set
from crm.rule_tables import RuleRow, RuleSetRow, SetState
from crm.sheets import Column, Record
from crm.tables import UnitRow
from crm.topics import topics, topics_of

CITY: Final = "Toàn thành phố"
ID: Final = r"[a-z][a-z0-9._-]{0,63}"
ID_WORDS: Final = "chữ thường không dấu, số, dấu chấm, gạch nối; bắt đầu bằng chữ"
LEAST_PRIORITY: Final = -1000


@dataclass(frozen=True)
class RuleBook:
    """One rule set as a book; only a draft is changed."""

    number: int
    removes: bool = True

    @property
    def name(self) -> str:
        return f"rules/{self.number}"

    @property
    def title(self) -> str:
        return f"Bộ quy tắc {self.number}"

    def columns(self, session: Session) -> tuple[Column, ...]:
        units = sorted(session.scalars(select(UnitRow)), key=lambda unit: alphabetical(unit.name))
        names = {unit.code: unit.name for unit in units}
        return rule_columns(names, [unit.code for unit in units if unit.active])

    def records(self, session: Session) -> dict[str, Record]:
        return {rule.id: record_of(rule) for rule in rules_of_set(session, self.number)}

    def key(self, record: Record) -> str:
        return str(record["id"])

    def check(self, record: Record) -> Iterable[tuple[str, str]]:
        """The topic is one of the category's; the last day does not come before the first."""
        category = Category(record["category"])
        if record["topic"] and record["topic"] not in {topic.key for topic in topics_of(category)}:
            yield "topic", "chủ đề này thuộc lĩnh vực khác"
        if record["valid_from"] and record["valid_to"] and record["valid_to"] < record["valid_from"]:
            yield "valid_to", "ngày cuối đứng trước ngày đầu"

    def hold(self, session: Session) -> None:
        """Only a draft is changed; nobody publishes it meanwhile."""
        held = session.get(RuleSetRow, self.number, with_for_update=True)
        if held is None or held.state is not SetState.DRAFT:
            raise BookRefused(f"{self.title} không phải bản nháp. Hãy tạo bản nháp rồi sửa ở đó.")

    def write(self, session: Session, key: str, record: Record | None) -> None:
        row = session.get(RuleRow, (self.number, key))
        if record is None:
            session.delete(row)
            return
        if row is None:
            row = RuleRow(set_number=self.number, id=key)
            session.add(row)
        for name, value in row_values(rule_of_record(record)).items():
            setattr(row, name, value)

    def settle(
        self, session: Session, before: Mapping[str, Record], after: Mapping[str, Record], now: datetime
    ) -> None:
        """A draft may be faulty; `crm.rules_admin.publish` looks."""


def rule_columns(units: Mapping[str, str], in_use: Iterable[str]) -> tuple[Column, ...]:
    """The columns of a rule sheet. `units`: code -> name."""
    return (
        cell.word("id", "Mã", ID, ID_WORDS),
        cell.choice("category", "Lĩnh vực", {info.key.value: info.short for info in CATEGORIES}),
        cell.choice("topic", "Chủ đề", {topic.key: topic.name for topic in topics()}, required=False),
        cell.ward("ward", "Địa bàn", CITY),
        cell.keywords("keywords", "Từ khóa"),
        cell.choice("unit", "Đơn vị", units, what="đơn vị", offered=in_use),
        cell.number("priority", "Ưu tiên", least=LEAST_PRIORITY, otherwise=0),
        cell.day("valid_from", "Từ ngày"),
        cell.day("valid_to", "Đến ngày"),
    )


def record_of(rule: Rule) -> Record:
    """A rule as JSON has it."""
    return {
        "id": rule.id,
        "category": rule.category.value,
        "topic": rule.topic,
        "ward": rule.ward,
        "keywords": list(rule.keywords),
        "unit": rule.unit,
        "priority": rule.priority,
        "valid_from": rule.valid_from.isoformat() if rule.valid_from else None,
        "valid_to": rule.valid_to.isoformat() if rule.valid_to else None,
    }


def rule_of_record(record: Record) -> Rule:
    """The rule a record says."""
    days = {name: date.fromisoformat(record[name]) if record[name] else None for name in ("valid_from", "valid_to")}
    words = {"category": Category(record["category"]), "keywords": tuple(record["keywords"])}
    return Rule(**record | days | words)
