"""The intervals that are asked for: whole, by hour, by day; days and hours are Hải Phòng's. Pure.

Asia/Ho_Chi_Minh has had no summer time since 1975: every day has 24 hours, and they tile it.
"""

from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final

from crm.errors import BadPeriod
from crm.metrics.spells import Spell
from crm.working_time import HAI_PHONG, end_of, local_day

MOST: Final = 24 * 366


class By(StrEnum):
    """How an interval is cut."""

    WHOLE = "whole"
    HOUR = "hour"
    DAY = "day"


def intervals(begins: datetime, ends: datetime, by: By) -> tuple[Spell, ...]:
    """The interval cut at full hours or midnights, so that the first and last piece may be shorter.

    Raises `BadPeriod` when it ends before it begins, or would make more pieces than anybody reads.
    """
    if ends <= begins:
        raise BadPeriod("Khoảng thời gian phải kết thúc sau khi bắt đầu.")
    if by is By.WHOLE:
        return (Spell(begins, ends),)
    step = timedelta(hours=1) if by is By.HOUR else timedelta(days=1)
    if (ends - begins) / step > MOST:
        raise BadPeriod(f"Chia như vậy ra quá {MOST} khoảng. Hãy chọn khoảng ngắn hơn, hoặc chia theo ngày.")
    found, edge = [], begins
    while edge < ends:
        behind = min(_floor(edge, by) + step, ends)
        found.append(Spell(edge, behind))
        edge = behind
    return tuple(found)


def today(now: datetime) -> Spell:
    """The whole day of Hải Phòng that `now` is in."""
    ends = end_of(local_day(now))
    return Spell(ends - timedelta(days=1), ends)


def _floor(moment: datetime, by: By) -> datetime:
    local = moment.astimezone(HAI_PHONG)
    if by is By.HOUR:
        return local.replace(minute=0, second=0, microsecond=0)
    return datetime.combine(local.date(), time(), HAI_PHONG)
