"""What citizens thought of their calls is kept once, with the call and its cases."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from crm.contacts import record_contact
from crm.messages import ContactFacts, ContactState
from crm.metrics.event_store import Batch, append
from crm.metrics.events import SurveyAnswer
from crm.metrics.spells import Spell
from crm.metrics.surveys import SurveyView, survey_answers
from crm.store import Store
from tests.crm.cases import ANSWERED, opened

LATER = ANSWERED + timedelta(minutes=5)
DAY = Spell(ANSWERED, ANSWERED + timedelta(days=1))


def talked(store: Store, linkedid: str, operator: str) -> None:
    facts = ContactFacts(
        linkedid, ContactState.HANDLED, answered_at=ANSWERED, connected_at=ANSWERED, ended_at=LATER, operator=operator
    )
    record_contact(facts, store, LATER)


def test_an_answer_is_kept_with_its_call_its_operator_and_its_cases(store: Store) -> None:
    talked(store, "1.1", "lan")
    talked(store, "2.1", "minh")
    first, second = opened(store, contact="1.1"), opened(store, contact="1.1")
    append(Batch(surveys=(SurveyAnswer("1.1", 4, LATER), SurveyAnswer("2.1", 2, LATER))), store)
    assert survey_answers(store, DAY) == (
        SurveyView("1.1", 4, LATER, "lan", tuple(sorted((first.code, second.code)))),
        SurveyView("2.1", 2, LATER, "minh", ()),
    )
    assert [answer.linkedid for answer in survey_answers(store, DAY, "minh")] == ["2.1"]
    assert survey_answers(store, Spell(DAY.ends, DAY.ends + timedelta(days=1))) == ()


def test_told_again_the_first_answer_stays(store: Store) -> None:
    for score in (5, 1):
        append(Batch(surveys=(SurveyAnswer("1.1", score, LATER),)), store)
    assert [answer.score for answer in survey_answers(store, DAY)] == [5]


def test_nobody_changes_an_answer_afterwards(store: Store) -> None:
    append(Batch(surveys=(SurveyAnswer("1.1", 1, LATER),)), store)
    with pytest.raises(IntegrityError, match="surveys is append-only"), store.transaction() as session:
        session.execute(text("UPDATE surveys SET score = 5"))


@pytest.mark.parametrize("table", ["contact_events", "agent_events", "call_links"])
def test_events_only_grow(store: Store, table: str) -> None:
    rows = {
        "contact_events": "(source, at, linkedid, kind, queue, operator) VALUES ('', '2026-11-24', '', 'held', '', '')",
        "agent_events": "(source, at, operator, kind, queue, reason) VALUES ('', '2026-11-24', 'lan', 'left', '', '')",
        "call_links": "VALUES ('1.1', '2.1')",
    }
    with store.transaction() as session:
        session.execute(text(f"INSERT INTO {table} {rows[table]}"))
    with pytest.raises(IntegrityError, match=f"{table} is append-only"), store.transaction() as session:
        session.execute(text(f"DELETE FROM {table}"))
