"""How long a recording is kept: the first rule that fits, in days from the call. Pure."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from crm.case import Category
from crm.data import read_toml
from crm.recordings.errors import BadRetention
from crm.recordings.tables import RecordingKind

FILE: Final = "recording_retention.toml"
KNOWN: Final = frozenset({"name", "days", "kind", "case", "category"})


@dataclass(frozen=True)
class Recorded:
    """What the rules look at."""

    kind: RecordingKind
    category: Category | None
    has_case: bool
    recorded_at: datetime


@dataclass(frozen=True)
class RetentionRule:
    """`None`: whatever it is."""

    name: str
    days: int
    kind: RecordingKind | None = None
    case: bool | None = None
    category: Category | None = None

    def fits(self, recorded: Recorded) -> bool:
        return (
            self.kind in (None, recorded.kind)
            and self.case in (None, recorded.has_case)
            and self.category in (None, recorded.category)
        )


Rules = tuple[RetentionRule, ...]


def over_by(recorded: Recorded, rules: Rules, now: datetime) -> RetentionRule | None:
    """The rule by which its time is over; `None` when it is to be kept. What no rule fits is kept for ever."""
    rule = next((rule for rule in rules if rule.fits(recorded)), None)
    return rule if rule and now >= recorded.recorded_at + timedelta(days=rule.days) else None


def retention_rules(file: Path | None = None) -> Rules:
    """The city's own rules, or those that come with us. Raises `BadRetention`."""
    if file is None:
        return read_rules(read_toml(FILE))
    try:
        return read_rules(tomllib.loads(file.read_text()))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise BadRetention(f"không đọc được {file}: {error}") from error


def read_rules(table: Mapping[str, Any]) -> Rules:
    return tuple(read_rule(row) for row in table.get("rule", ()))


def read_rule(row: Mapping[str, Any]) -> RetentionRule:
    """One rule. Raises `BadRetention`: a rule that is misread deletes what should be kept."""
    name, days = row.get("name"), row.get("days")
    if unknown := row.keys() - KNOWN:
        raise BadRetention(f"không có mục “{min(unknown)}”")
    if not isinstance(name, str) or not name:
        raise BadRetention("mỗi quy tắc phải có tên (name)")
    if not isinstance(days, int) or isinstance(days, bool) or days < 1:
        raise BadRetention(f"“{name}” phải có số ngày (days) từ 1 trở lên")
    case = row.get("case")
    if case is not None and not isinstance(case, bool):
        raise BadRetention(f"“{name}”: case phải là true hoặc false")
    try:
        kind = RecordingKind(row["kind"]) if "kind" in row else None
        category = Category(row["category"]) if "category" in row else None
    except ValueError as error:
        raise BadRetention(f"“{name}”: {error}") from error
    return RetentionRule(name, days, kind, case, category)
