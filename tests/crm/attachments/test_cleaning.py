"""What is kept of a file, and what is not: nothing that tells where a citizen lives, nothing that is no picture."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from crm.attachments.boxes import clean_boxes
from crm.attachments.commands import measure
from crm.attachments.kinds import HEAD, Limits, media_types, recognise
from crm.attachments.pictures import clean_picture
from crm.attachments.tables import Kind
from crm.errors import AttachmentRefused
from tests.crm.attachments.samples import GPS, HOSTILE, PDF, PLACE, film, picture, sound

FUZZ = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)


def put(folder: Path, content: bytes) -> Path:
    file = folder / "received"
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_kept_without_where_and_by_whom_it_was_taken(tmp_path: Path, kind: str) -> None:
    file = put(tmp_path, picture(kind))
    clean_picture(file, f"image/{kind.lower()}")
    with Image.open(file) as kept:
        exif = kept.getexif()
        assert (kept.format, kept.size) == (kind, (40, 30))
        assert exif.get_ifd(GPS) == {}
        assert exif.get_ifd(0x8769) == {0x9003: "2026:11:25 08:30:00"}
    assert b"Maker" not in file.read_bytes()


def test_a_picture_taken_upright_is_shown_upright(tmp_path: Path) -> None:
    assert clean_picture(put(tmp_path, picture(turned=True)), "image/jpeg") == (30, 40)


def test_a_jpeg_loses_no_quality_that_can_be_seen(tmp_path: Path) -> None:
    file = put(tmp_path, picture(size=(200, 200)))
    before = Image.open(io.BytesIO(file.read_bytes())).convert("L").tobytes()
    clean_picture(file, "image/jpeg")
    after = Image.open(io.BytesIO(file.read_bytes())).convert("L").tobytes()
    assert max(abs(one - other) for one, other in zip(before, after, strict=True)) <= 3


def test_what_hangs_behind_a_picture_is_gone(tmp_path: Path) -> None:
    file = put(tmp_path, picture() + b"<script>alert(1)</script>")
    clean_picture(file, "image/jpeg")
    assert b"script" not in file.read_bytes()


def test_a_film_is_kept_byte_for_byte_but_for_what_is_written_beside_it(tmp_path: Path) -> None:
    before = film(b"vide", b"soun", b"meta")
    file = put(tmp_path, before)
    assert clean_boxes(file)
    after = file.read_bytes()
    assert len(after) == len(before)
    assert PLACE not in after
    assert b"film" * 50 in after
    assert [after.count(name) for name in (b"trak", b"free", b"udta", b"uuid")] == [2, 5, 0, 0]


def test_a_film_without_a_picture_is_a_sound(tmp_path: Path) -> None:
    measured = measure(put(tmp_path, film(b"soun")), Limits())
    assert (measured.kind, measured.media_type) == (Kind.SOUND, "audio/mp4")


def test_a_sound_has_its_length(tmp_path: Path) -> None:
    assert measure(put(tmp_path, sound(3)), Limits()).seconds == 3


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (picture("JPEG"), "image/jpeg"),
        (picture("PNG"), "image/png"),
        (picture("WEBP"), "image/webp"),
        (film(), "video/mp4"),
        (film(brand=b"qt  "), "video/quicktime"),
        (film(brand=b"3gp4isom"), "video/mp4"),
        (film(b"soun", brand=b"M4A "), "audio/mp4"),
        (sound(), "audio/wav"),
        (b"ID3\x04" + bytes(100), "audio/mpeg"),
        (b"OggS" + bytes(100), "audio/ogg"),
        (b"#!AMR\n" + bytes(100), "audio/amr"),
        (b"\x1a\x45\xdf\xa3\x01" + bytes(10) + b"\x42\x82\x84webm", "video/webm"),
        (PDF, "application/pdf"),
    ],
)
def test_a_file_is_known_by_its_content(content: bytes, media_type: str) -> None:
    assert recognise(content[:HEAD]).media_type == media_type


def test_the_list_of_what_is_taken_has_nothing_that_a_browser_runs() -> None:
    taken = {known.media_type for known in media_types().values()}
    assert {name.partition("/")[0] for name in taken - {"application/pdf"}} == {"image", "video", "audio"}
    assert not taken & {"image/svg+xml", "text/html", "application/xml"}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_is_not_what_it_is_called_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(AttachmentRefused):
        measure(put(tmp_path, HOSTILE[name]), Limits())


def test_a_file_over_the_limit_of_its_kind_is_refused(tmp_path: Path) -> None:
    long = put(tmp_path, sound() + bytes(1024 * 1024))
    measure(long, Limits(sound=2))
    with pytest.raises(AttachmentRefused, match="1 MB"):
        measure(long, Limits(sound=1))


def outcome(clean: Callable[[], object]) -> str:
    """Why the file was refused; "kept" when it was not."""
    try:
        clean()
    except AttachmentRefused as refused:
        return refused.why
    return "kept"


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow tells which broken tags it leaves out
@FUZZ
@given(
    st.binary(max_size=300),
    st.integers(0, 400),
    st.sampled_from([picture(), picture("PNG"), picture("WEBP"), film(), sound()]),
)
def test_a_damaged_file_is_refused_or_whole(tmp_path: Path, damage: bytes, at: int, content: bytes) -> None:
    file = put(tmp_path, content[:at] + damage + content[at + len(damage) :])
    found = outcome(lambda: measure(file, Limits()))
    assert found in ("kept", "unknown_type", "empty", "broken", "too_large")


@FUZZ
@given(st.binary(max_size=200))
def test_boxes_of_any_lengths_end(tmp_path: Path, content: bytes) -> None:
    file = put(tmp_path, film()[:24] + content)
    assert outcome(lambda: clean_boxes(file)) in ("kept", "broken")
