"""How a database answers: which tables it reads, by which index, and whether it must read one through."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from crm.store import Store
from tests.crm.cases import Statements

LINE: Final = re.compile(r"(?P<how>SCAN|SEARCH) (?P<table>\w+)(?: (?P<rest>.*))?")
INDEX: Final = re.compile(r"INDEX (\w+)")

# A few rows are quickest read through: PostgreSQL's planner is made to believe that there are millions, few of them of
# one key, many of one kind.
MANY: Final = """
UPDATE pg_class SET reltuples = 2000000, relpages = 1 WHERE relnamespace = 'public'::regnamespace;
SELECT pg_restore_attribute_stats('schemaname', 'public', 'relname', relname::text, 'attname', attname::text,
  'inherited', false, 'null_frac', 0::real, 'avg_width', 10, 'n_distinct', distinct_values::real)
FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid JOIN (VALUES
  ('code', -0.2), ('case_code', -0.2), ('linkedid', -0.2), ('phone', -0.2), ('reporter_phone', -0.2),
  ('incident_id', -0.2), ('joined_incident', -0.2), ('category', 4), ('topic', 20), ('ward', 20)
) AS columns (name, distinct_values) ON name = attname
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
"""


@dataclass(frozen=True)
class Read:
    """One table read: `whole`, all of it (or of its index); `alone`, the index says all that is asked."""

    table: str
    index: str = ""
    whole: bool = False
    alone: bool = False


@dataclass(frozen=True)
class Plan:
    reads: tuple[Read, ...]
    sorts: bool


def plans(statements: Statements, store: Store) -> list[Plan]:
    """How the store's database answers what was sent; virtual tables, which answer by themselves, are left out."""
    with store.engine.connect() as connection:
        ask = connection.exec_driver_sql
        if store.engine.dialect.name == "sqlite":
            answers = [ask(f"EXPLAIN QUERY PLAN {sql}", values).all() for sql, values in statements.sent[:]]
            return [of_sqlite([step.detail for step in answer]) for answer in answers]
        ask(MANY)
        asked = [ask(f"EXPLAIN (FORMAT JSON) {sql}", values) for sql, values in statements.sent[:]]
        return [of_postgres(answer.scalar_one()[0]["Plan"]) for answer in asked]


def of_sqlite(steps: list[str]) -> Plan:
    reads = [found for step in steps if (found := LINE.match(step)) and "VIRTUAL" not in step]
    return Plan(tuple(map(sqlite_read, reads)), any("TEMP B-TREE" in step for step in steps))


def sqlite_read(step: re.Match[str]) -> Read:
    rest = step["rest"] or ""
    index = INDEX.search(rest)
    return Read(step["table"], index[1] if index else "", step["how"] == "SCAN", "COVERING" in rest)


def of_postgres(top: dict[str, Any]) -> Plan:
    steps = list(steps_of(top))
    reads = [postgres_read(step) for step in steps if "Relation Name" in step]
    return Plan(tuple(reads), any("Sort" in step["Node Type"] for step in steps))


def steps_of(step: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield step
    for child in step.get("Plans", ()):
        yield from steps_of(child)


def postgres_read(step: dict[str, Any]) -> Read:
    """A bitmap's index stands in the step below the table's."""
    by = step if "Index Name" in step else next(iter(step.get("Plans", ())), {})
    whole = "Index Cond" not in by
    return Read(step["Relation Name"], by.get("Index Name", ""), whole, step["Node Type"] == "Index Only Scan")
