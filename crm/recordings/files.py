"""The files of recordings: which belong to a call, whether Asterisk is done with one, how long it is, its hash.

recordings/2026/11/24/LINKEDID.wav      the mix
                      LINKEDID-rx.wav   what the caller says; -tx: what the caller hears
                      ….wav.sealed      the same encrypted (crm/recordings/sealed_file.py)
"""

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from crm.recordings.tables import Leg

LEGS: Final = {Leg.MIX: "", Leg.CALLER: "-rx", Leg.OPERATOR: "-tx"}
SEALED: Final = ".sealed"
WAV_HEAD: Final = struct.Struct("<4s4x4s16xI4x4sI")  # RIFF, WAVE, bytes a second, data, bytes of sound
BLOCK: Final = 1 << 20


class Sound(Protocol):
    """A recording that can be read from anywhere to anywhere, encrypted or not."""

    @property
    def size(self) -> int:
        """Bytes of sound file."""
        ...

    def read(self, start: int, stop: int) -> Iterator[bytes]:
        """The bytes from `start` to just before `stop`, in pieces."""
        ...


@dataclass(frozen=True)
class WavFile:
    """What a wave file says of itself, and what there is of it."""

    seconds: float
    size: int
    closed: bool  # its writer has put in the length: nothing more comes


def leg_path(mix: str, leg: Leg) -> str:
    """Where a leg lies whose mix lies at `mix`."""
    stem, dot, suffix = mix.rpartition(".")
    return f"{stem}{LEGS[leg]}{dot}{suffix}"


def inside(folder: Path, path: str) -> Path | None:
    """The file, unless the path leads out of the folder: it came through a channel variable."""
    file = (folder / path).resolve()
    return file if file.is_relative_to(folder.resolve()) else None


def sealed_path(file: Path) -> Path:
    return file.with_name(file.name + SEALED)


def look_at(sound: Sound) -> WavFile | None:
    """`None` when it is no wave file. One without sound is 0 seconds long."""
    size = sound.size
    head = b"".join(sound.read(0, WAV_HEAD.size))
    if len(head) < WAV_HEAD.size:
        return None
    riff, wave, rate, data, length = WAV_HEAD.unpack(head)
    if (riff, wave, data) != (b"RIFF", b"WAVE", b"data") or not rate:
        return None
    there = size - WAV_HEAD.size
    return WavFile(round(there / rate, 3), size, closed=0 < length <= there)


def hash_of(sound: Sound) -> str:
    digest = hashlib.sha256()
    for piece in sound.read(0, sound.size):
        digest.update(piece)
    return digest.hexdigest()


@dataclass(frozen=True)
class PlainSound:
    """A recording as Asterisk wrote it, read from anywhere to anywhere."""

    path: Path

    @property
    def size(self) -> int:
        return self.path.stat().st_size

    def read(self, start: int, stop: int) -> Iterator[bytes]:
        """The bytes from `start` to just before `stop`, in pieces."""
        with self.path.open("rb") as file:
            file.seek(start)
            while start < stop and (sound := file.read(min(BLOCK, stop - start))):
                start += len(sound)
                yield sound
