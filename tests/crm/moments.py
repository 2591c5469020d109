"""Moments of Hải Phòng, short to write in tests."""

from datetime import datetime

from crm.working_time import HAI_PHONG


def local(text: str) -> datetime:
    """ "2026-08-21 16:30" on the clocks of Hải Phòng."""
    return datetime.fromisoformat(text).replace(tzinfo=HAI_PHONG)
