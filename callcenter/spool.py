"""What callers chose in the menu of last resort, left as files by `agi/fallback.py` while our service was away."""

import json
import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from callcenter.errors import UnreadableRecord
from crm.case import Category
from crm.messages import ContactFacts, ContactState

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Spooled:
    """One caller's answer, and the file to remove once it is in the store."""

    file: Path
    facts: ContactFacts

    def forget(self) -> None:
        self.file.unlink(missing_ok=True)

    def put_aside(self) -> None:
        """Keep it for a person to look at."""
        put_aside(self.file)


def put_aside(file: Path) -> None:
    file.rename(file.with_suffix(".unreadable"))


def read_spool(folder: Path) -> tuple[Spooled, ...]:
    """Every answer in the folder. One that cannot be read is logged and put aside as `*.unreadable`."""
    found = []
    for file in sorted(folder.glob("*.json")):
        try:
            found.append(Spooled(file, read_answer(file)))
        except UnreadableRecord as error:
            log.error("%s", error)
            put_aside(file)
    return tuple(found)


def read_answer(file: Path) -> ContactFacts:
    """One answer. The call had been answered when that menu began, at the latest. Raises `UnreadableRecord`."""
    try:
        row = json.loads(file.read_bytes())
        return ContactFacts(
            linkedid=row["linkedid"],
            state=ContactState.IN_MENU,
            phone=row["phone"],
            answered_at=datetime.fromisoformat(row["at"]),
            keys=tuple(row["keys"]),
            category=Category(row["category"]) if row["category"] else None,
            fallback=True,
            callback_wanted=row["callback"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableRecord(file.name, f"{type(error).__name__} {error}") from error
