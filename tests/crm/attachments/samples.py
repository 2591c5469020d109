"""Files as people send them, made here: nothing binary lies in the repository."""

import io
import struct
import wave
import zlib

from PIL import Image

GPS = 0x8825
HOME = {1: "N", 2: (20.0, 51.0, 30.0), 3: "E", 4: (106.0, 41.0, 2.0)}
PLACE = b"+20.8583+106.6840/"  # as a telephone writes it into a film


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), *, turned: bool = False) -> bytes:
    """A picture taken at home by a telephone that tells who owns it."""
    exif = Image.Exif()
    exif[0x010F], exif[0x013B] = "Maker", "Nguyễn Văn A"
    exif[0x0112] = 6 if turned else 1
    exif.get_ifd(0x8769)[0x9003] = "2026:11:25 08:30:00"
    exif.get_ifd(GPS).update(HOME)
    file = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(file, kind, exif=exif)
    return file.getvalue()


def bomb() -> bytes:
    """A PNG of a few bytes that says it has 2,500 million points."""
    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def chunk(name: bytes, payload: bytes) -> bytes:
    return struct.pack(">I", len(payload)) + name + payload + struct.pack(">I", zlib.crc32(name + payload))


def sound(seconds: int = 2) -> bytes:
    """A WAV."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setparams((1, 2, 8000, 0, "NONE", ""))
        writer.writeframes(bytes(16_000 * seconds))
    return file.getvalue()


def box(name: bytes, payload: bytes = b"") -> bytes:
    return struct.pack(">I", 8 + len(payload)) + name + payload


def track(handler: bytes, more: bytes = b"") -> bytes:
    return box(b"trak", box(b"tkhd", bytes(84)) + box(b"mdia", box(b"hdlr", bytes(8) + handler + bytes(12))) + more)


def film(*handlers: bytes, brand: bytes = b"isom") -> bytes:
    """A film of the MP4 family with a place, an owner and the tracks named; nothing in it can be played."""
    beside = box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(PLACE), 0x15C7) + PLACE))
    tracks = b"".join(track(handler, box(b"meta", PLACE)) for handler in handlers or (b"vide", b"soun"))
    movie = box(b"moov", box(b"mvhd", bytes(100)) + tracks + beside)
    return box(b"ftyp", brand[:4] + bytes(4) + brand) + movie + box(b"mdat", b"film" * 50) + box(b"uuid", PLACE)


PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< >>\nendobj\n%%EOF\n"
HOSTILE = {
    "page.jpg": b"<!doctype html><script>alert(1)</script>",
    "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "program.png": b"MZ\x90\x00" + bytes(500),
    "script.jpg": b"#!/bin/sh\nrm -rf /\n",
    "archive.pdf": b"PK\x03\x04" + bytes(100),
    "half.jpg": picture()[:200],
    "only-a-head.jpg": b"\xff\xd8\xff\xe0" + bytes(50),
    "bomb.png": bomb(),
    "no-film.mp4": box(b"ftyp", b"isom" + bytes(4) + b"isom") + box(b"mdat", b"x"),
    "endless.mp4": box(b"ftyp", b"isom" + bytes(4) + b"isom") + struct.pack(">I", 2**31) + b"moov",
    "nothing.jpg": b"",
}
