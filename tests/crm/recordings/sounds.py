"""Recordings on disk for tests: as Asterisk leaves them, and as it is still writing them."""

import wave
from io import BytesIO
from pathlib import Path

RATE = 8000


def wav(seconds: float, sample: int = 1000) -> bytes:
    """An 8 kHz, 16-bit wave file of one level."""
    file = BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(RATE)
        writer.writeframes(sample.to_bytes(2, "little", signed=True) * round(seconds * RATE))
    return file.getvalue()


def unfinished(sound: bytes) -> bytes:
    """The same while Asterisk writes it: the lengths in the head are 0 until it is closed."""
    return sound[:4] + bytes(4) + sound[8:40] + bytes(4) + sound[44:]


def put(folder: Path, path: str, sound: bytes) -> Path:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(sound)
    return file
