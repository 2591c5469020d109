"""The recordings folder: a call's sound by its path, encrypted or not; sealing, and deleting for good."""

from dataclasses import dataclass
from pathlib import Path

from crm.attachments.files import sync_folder
from crm.recordings.files import PlainSound, Sound, inside, sealed_path
from crm.recordings.sealed_file import Keys, SealedSound, seal


@dataclass(frozen=True)
class RecordingArea:
    """`keys` open what is encrypted; with them, what is new is encrypted as soon as its call is over."""

    folder: Path
    keys: Keys | None = None

    def sound(self, path: str) -> Sound | None:
        """The sound at a path; `None` when there is none, or the path leads out of the folder."""
        file = inside(self.folder, path)
        if file is None:
            return None
        sealed = sealed_path(file)
        if self.keys and sealed.is_file():
            return SealedSound(sealed, self.keys)
        return PlainSound(file) if file.is_file() else None

    def seal(self, path: str) -> bool:
        """Have no readable sound at this path any more; whether it is encrypted now. Without keys nothing happens.

        The readable file goes only when the encrypted one is on the disk; what a disk keeps of a deleted file is the
        disk's matter (an encrypted one, or a recordings folder in memory, keeps nothing).
        """
        file = inside(self.folder, path)
        if self.keys is None or file is None:
            return False
        if file.is_file():
            seal(file, sealed_path(file), self.keys)
            file.unlink()
            sync_folder(file.parent)
        return sealed_path(file).is_file()

    def delete(self, path: str) -> None:
        """Have nothing at this path any more."""
        file = inside(self.folder, path)
        if file is None:
            return
        for there in (file, sealed_path(file)):
            there.unlink(missing_ok=True)
        if file.parent.is_dir():
            sync_folder(file.parent)
