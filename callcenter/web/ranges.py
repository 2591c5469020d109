"""A sound given out whole or by range (RFC 9110, section 14), encrypted on the disk or not.

The same answers as aiohttp's own `FileResponse` gives for plain files: 206 for a range, 416 with the size for one that
is not there or cannot be read, the whole for an `If-Range` of another version.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

from aiohttp import web

from crm.recordings.files import Sound


@dataclass(frozen=True)
class Part:
    """Bytes `start` to just before `stop` of `size`; `ranged`: a range was asked for."""

    start: int
    stop: int
    size: int
    ranged: bool = True


def asked_part(request: web.Request, size: int, tag: str) -> Part | None:
    """The part a request asks for; `None` when there is no such part."""
    if request.headers.get("If-Range", tag) != tag:
        return Part(0, size, size, ranged=False)
    try:
        asked = request.http_range
    except ValueError:
        return None
    if asked.start is None and asked.stop is None:
        return Part(0, size, size, ranged=False)
    start, stop, _ = asked.indices(size)
    return Part(start, stop, size) if start < stop else None


def not_there(size: int) -> web.Response:
    return web.Response(status=416, headers={"Content-Range": f"bytes */{size}"})


async def give(request: web.Request, sound: Sound, part: Part, tag: str, media_type: str) -> web.StreamResponse:
    """Send the part. What cannot be read raises before anything is sent."""
    pieces = sound.read(part.start, part.stop)
    piece = await asyncio.to_thread(next_piece, pieces)
    response = web.StreamResponse(status=206 if part.ranged else 200)
    response.content_type = media_type
    response.content_length = part.stop - part.start
    response.headers.update({"Accept-Ranges": "bytes", "ETag": tag, "Cache-Control": "private, no-store"})
    if part.ranged:
        response.headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{part.size}"
    await response.prepare(request)
    while piece:
        await response.write(piece)
        piece = await asyncio.to_thread(next_piece, pieces)
    await response.write_eof()
    return response


def next_piece(pieces: Iterator[bytes]) -> bytes:
    return next(pieces, b"")
