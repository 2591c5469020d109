"""Published versions of the flow in a folder: one JSON file each, written once, named by its number."""

import json
import os
import tempfile
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from callcenter.errors import UnreadableRecord
from ivr_flows.errors import FlowTaken
from ivr_flows.versions import Version


@dataclass(frozen=True)
class FlowShelf:
    """A `ivr_flows.versions.Shelf`."""

    folder: Path

    def versions(self) -> tuple[Version, ...]:
        """All of them, the oldest first. Raises `UnreadableRecord` for a file that was tampered with."""
        return tuple(_read(file) for file in sorted(self.folder.glob("[0-9]*.json")))

    def add(self, version: Version) -> None:
        """Whole or not at all, and never over another: a link to a name that is taken fails."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=self.folder, prefix=".", suffix=".tmp")
        try:
            with open(handle, "w", encoding="utf-8") as file:
                at = version.at.isoformat() if version.at else None
                json.dump(asdict(version) | {"at": at}, file, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            os.link(aside, self.folder / f"{version.number:06}.json")
        except FileExistsError:
            raise FlowTaken(version.number, "") from None
        finally:
            os.unlink(aside)


def _read(file: Path) -> Version:
    try:
        row = json.loads(file.read_bytes())
        return Version(**row | {"at": datetime.fromisoformat(row["at"])})
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableRecord(file.name, f"{type(error).__name__} {error}") from error
