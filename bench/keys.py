"""What is asked of a city, taken from it at random: the same for the same seed, the unlucky beside the usual."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from bench.questions import Question, questions_of
from crm.case import AT_UNIT
from crm.duplicates import Matter
from crm.messages import TicketFields
from crm.row_views import ticket_fields
from crm.store import Store
from crm.tables import GOING_ON, CaseRow, ContactRow, UnitRow

POOL: Final = 2_000  # cases that everything is taken from
QUESTIONS: Final = 3  # samples for each question of each kind: there are many kinds
AT_ONCE: Final = 500  # of them in one statement
BUSIEST: Final = 20  # callers who called more often than all others
STRANGER: Final = "+84225999999"  # nobody's


@dataclass(frozen=True)
class Keys:
    """Of everything as much as there are samples wanted, with repetition where there is less."""

    codes: tuple[str, ...]
    tickets: tuple[TicketFields, ...]  # fields of cases, to be reported again
    phones: tuple[str, ...]
    matters: tuple[Matter, ...]
    units: tuple[str, ...]
    questions: Mapping[str, tuple[Question, ...]]  # by the kind of question


def keys_of(store: Store, samples: int, seed: str) -> Keys:
    """Keys for so many samples."""
    chance = Random(seed)
    with store.reading() as session:
        pool = cases_of(session, chance)
        phones = [*busiest(session), *(case.reporter_phone for case in pool), STRANGER]
        units = busy_units(session)
    return Keys(
        codes=tuple(case.code for case in chance.choices(pool, k=samples)),
        tickets=tuple(ticket_fields(case) for case in chance.choices(pool, k=samples)),
        phones=tuple(chance.choices(phones, k=samples)),
        matters=tuple(chance.choices([matter for case in pool for matter in matters_of(case)], k=samples)),
        units=tuple(chance.choices(units, k=samples)),
        questions=questions_of(pool, max(1, samples // QUESTIONS), chance),
    )


def cases_of(session: Session, chance: Random) -> list[CaseRow]:
    """Cases of the whole city at random."""
    codes = session.scalars(select(CaseRow.code).order_by(CaseRow.code)).all()
    some = chance.sample(codes, min(POOL, len(codes)))
    parts = [some[first : first + AT_ONCE] for first in range(0, len(some), AT_ONCE)]
    found = {
        case.code: case for part in parts for case in session.scalars(select(CaseRow).where(CaseRow.code.in_(part)))
    }
    return [found[code] for code in some]


def busiest(session: Session) -> list[str]:
    """The numbers that called most: the longest histories there are."""
    calls = func.count()
    most = select(ContactRow.phone).where(ContactRow.phone != "").group_by(ContactRow.phone).order_by(calls.desc())
    return list(session.scalars(most.limit(BUSIEST)))


def matters_of(case: CaseRow) -> tuple[Matter, ...]:
    """A case as it is reported again: all said; the ward not chosen yet; the topic not chosen yet; nothing written."""
    whole = Matter(case.category, case.topic, case.ward, case.place, case.content)
    return whole, replace(whole, ward=None), replace(whole, topic=None), replace(whole, content="")


def busy_units(session: Session) -> list[str]:
    """Every unit, and again for each case that waits there: the fuller a list, the more often it is looked at."""
    waiting = session.scalars(select(CaseRow.unit_code).where(CaseRow.state.in_(AT_UNIT), text(GOING_ON)))
    return [*session.scalars(select(UnitRow.code)), *filter(None, waiting)]
