"""Units as the store has them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.errors import NotFound, WrongValue
from crm.tables import UnitRow

CITY_OFFICE = "city_office"  # the `kind` of the one unit that guides (7.4) and processes directives (7.2)


def find_unit(session: Session, code: str) -> UnitRow:
    """The unit with this code. Raises `NotFound`."""
    unit = session.get(UnitRow, code)
    if unit is None:
        raise NotFound("đơn vị", code)
    return unit


def receiving_unit(session: Session, code: str) -> UnitRow:
    """The unit a case is sent to now. Raises `NotFound`, and `WrongValue` for one that gets nothing new any more."""
    unit = find_unit(session, code)
    if not unit.active:
        raise WrongValue("unit", f"Đơn vị “{unit.name}” đã ngừng dùng. Hãy chọn đơn vị khác.")
    return unit


def city_office(session: Session) -> UnitRow:
    """Văn phòng Ủy ban nhân dân thành phố. Raises `NotFound` while no unit in use is marked as such."""
    office = session.scalars(select(UnitRow).where(UnitRow.kind == CITY_OFFICE, UnitRow.active)).first()
    if office is None:
        raise NotFound("đơn vị loại", CITY_OFFICE)
    return office
