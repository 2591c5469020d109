"""Whether every recording that is in the books can be heard."""

from datetime import UTC, datetime
from typing import Final

from crm.recordings.area import RecordingArea
from crm.recordings.errors import SealBroken, UnknownKey
from crm.recordings.files import Sound
from crm.recordings.listing import recordings_between
from crm.store import Store

MOST_SHOWN: Final = 10
EVER: Final = (datetime(2000, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC))


def faults_of_recordings(store: Store, area: RecordingArea) -> list[str]:
    """One line for each that is gone, or that no key opens; the first ten, and how many more there are."""
    kept = [view for view in recordings_between(store, *EVER) if view.purged_at is None]
    faults = [fault for view in kept if (fault := fault_of(view.path, area.sound(view.path), view.size))]
    return faults[:MOST_SHOWN] + ([f"và {len(faults) - MOST_SHOWN} tệp khác"] if len(faults) > MOST_SHOWN else [])


def fault_of(path: str, sound: Sound | None, size: int) -> str:
    if sound is None:
        return f"thiếu tệp {path}, hoặc thiếu khóa mở nó"
    try:
        b"".join(sound.read(0, 1))
        return "" if sound.size == size else f"tệp {path} không còn nguyên vẹn"
    except UnknownKey as error:
        return str(error)
    except SealBroken as error:
        return f"{path}: {error}"
