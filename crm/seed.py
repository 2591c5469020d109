"""Sample units and rules, marked as such, so that a fresh installation can be tried at once."""

from dataclasses import asdict
from datetime import datetime
from typing import Final

from sqlalchemy import select

from crm.data_files import sample_rules, sample_units
from crm.rule_sets import add_set
from crm.rule_tables import RuleSetRow, SetState
from crm.store import Store, insert_missing
from crm.tables import UnitRow
from crm.working_time import HAI_PHONG

SINCE: Final = datetime(2025, 7, 1, tzinfo=HAI_PHONG)  # the wards that the rules speak of exist since then
ACTOR: Final = "tong-dai-1022"
FIRST_SET: Final = 1


def load_sample_data(store: Store) -> None:
    """Add the sample units that are not there, and the sample rules as set 1 while there is no set.

    What is there, also what an administrator changed, stays.
    """
    with store.transaction() as session:
        for unit in sample_units():
            insert_missing(session, UnitRow, **asdict(unit), active=True)
        if session.scalars(select(RuleSetRow).limit(1)).first() is None:
            add_set(session, sample_set(), sample_rules())


def sample_set() -> RuleSetRow:
    """Set 1: in force before anything else was."""
    return RuleSetRow(
        number=FIRST_SET,
        state=SetState.PUBLISHED,
        why="Bộ quy tắc mẫu đi kèm phần mềm",
        created_by=ACTOR,
        created_at=SINCE,
        published_by=ACTOR,
        published_at=SINCE,
    )
