"""Sample units and rules, marked as such, so that a fresh installation can be tried at once."""

from dataclasses import asdict

from crm.data_files import sample_rules, sample_units
from crm.store import Store, insert_missing
from crm.tables import RuleRow, UnitRow


def load_sample_data(store: Store) -> None:
    """Add the sample units and rules that are not there. What is there, also what an administrator changed, stays."""
    with store.transaction() as session:
        for unit in sample_units():
            insert_missing(session, UnitRow, **asdict(unit))
        for rule in sample_rules():
            row = asdict(rule) | {"unit_code": rule.unit, "keywords": list(rule.keywords), "sample": True}
            insert_missing(session, RuleRow, **{name: value for name, value in row.items() if name != "unit"})
