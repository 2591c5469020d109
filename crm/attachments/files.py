"""Where the bytes of attachments lie: each file once, under its SHA-256, whole or not at all.

attachments/ab/cd/abcd…   the name is the content: the same picture sent twice is one file
attachments/incoming/     what is being received; left behind only by a crash
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkstemp
from typing import Final

INCOMING: Final = "incoming"


class FileArea:
    """One folder of files. Nothing in it is ever executed or shown under a name somebody chose."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def begin(self) -> Path:
        """An empty file of one's own, to be written and then kept or dropped; only the service may read it."""
        folder = self.root / INCOMING
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = mkstemp(dir=folder)
        os.close(handle)
        return Path(name)

    def keep(self, received: Path) -> str:
        """Put a received file in its place, in one step; its SHA-256. A crash leaves the whole file, or none."""
        with received.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            os.fsync(file.fileno())
        place = self.place_of(sha256)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        received.chmod(0o400)
        received.replace(place)
        sync_folder(place.parent)
        return sha256

    def place_of(self, sha256: str) -> Path:
        """Where the file with this hash lies, or would lie."""
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def all_kept(self) -> Iterator[Path]:
        """Every file in its place."""
        return (file for file in self.root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*") if file.is_file())

    def all_incoming(self) -> Iterator[Path]:
        """Every file that is being received, or was when the service was killed."""
        return (self.root / INCOMING).glob("*")


def sync_folder(folder: Path) -> None:
    """A rename is on the disk only when its folder is."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
