"""Which of the proposed earlier cases the same telephone reported (Điều 7.5): its owner most likely asks about them."""

from collections.abc import Sequence

from sqlalchemy import select, union

from crm.phone_numbers import E164, normalise
from crm.store import Store
from crm.tables import CaseContactRow, CaseRow, ContactRow


def reported_by(phone: str, codes: Sequence[str], store: Store) -> tuple[str, ...]:
    """Of `codes`, in their order, those whose reporter has this number or that a call from it belongs to.

    A number that was withheld, or that cannot be one, is nobody's.
    """
    number = normalise(phone)
    if not codes or not E164.fullmatch(number):
        return ()
    written = select(CaseRow.code).where(CaseRow.code.in_(codes), CaseRow.reporter_phone == number)
    calls = select(CaseContactRow.case_code).join(ContactRow, ContactRow.linkedid == CaseContactRow.linkedid)
    called = calls.where(CaseContactRow.case_code.in_(codes), ContactRow.phone == number)
    with store.reading() as session:
        found = frozenset(session.scalars(union(written, called)))
    return tuple(code for code in codes if code in found)
