"""Encrypted recordings: any part is what it was, and nothing changed, cut or swapped opens."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.recordings.errors import BadKey, SealBroken, UnknownKey
from crm.recordings.sealed_file import HEAD, PIECE, TAG, Keys, SealedSound, seal

OLD, NEW = "11" * 32, "22" * 32
KEYS = Keys.parse(NEW)
SIZES = st.sampled_from([0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 17])


def sealed(folder: Path, plain: bytes, keys: Keys = KEYS) -> SealedSound:
    source, target = folder / "a.wav", folder / "a.wav.sealed"
    source.write_bytes(plain)
    seal(source, target, keys)
    return SealedSound(target, keys)


def everything(sound: SealedSound) -> bytes:
    return b"".join(sound.read(0, sound.size))


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SIZES, st.integers(0, 4 * PIECE), st.integers(0, 4 * PIECE))
def test_any_part_is_what_it_was(tmp_path: Path, size: int, start: int, stop: int) -> None:
    plain = bytes(number % 251 for number in range(size))
    sound = sealed(tmp_path, plain)
    assert sound.size == size
    assert b"".join(sound.read(start, stop)) == plain[start:stop]


def test_nothing_of_the_sound_is_in_the_file_and_only_we_may_read_it(tmp_path: Path) -> None:
    said = b"the citizen's bank card" * 5000
    sound = sealed(tmp_path, said)
    stored = sound.path.read_bytes()
    assert said[:16] not in stored
    assert len(stored) == HEAD.size + len(said) + 2 * TAG
    assert sound.path.stat().st_mode & 0o077 == 0


def test_the_same_sound_is_never_sealed_the_same_way(tmp_path: Path) -> None:
    first = sealed(tmp_path, b"sound" * 100).path.read_bytes()
    assert sealed(tmp_path, b"sound" * 100).path.read_bytes() != first


@pytest.mark.parametrize("place", [0, 12, 17, 25, HEAD.size, HEAD.size + PIECE + 3, -1])
def test_a_changed_byte_is_found(tmp_path: Path, place: int) -> None:
    sound = sealed(tmp_path, bytes(2 * PIECE))
    stored = bytearray(sound.path.read_bytes())
    stored[place] ^= 1
    sound.path.write_bytes(stored)
    with pytest.raises((SealBroken, UnknownKey)):
        everything(sound)


def test_a_file_that_was_cut_or_whose_pieces_were_swapped_does_not_open(tmp_path: Path) -> None:
    sound = sealed(tmp_path, bytes(range(256)) * (PIECE // 128))
    stored = sound.path.read_bytes()
    head, one, two = stored[: HEAD.size], stored[HEAD.size :][: PIECE + TAG], stored[HEAD.size :][PIECE + TAG :]
    for broken in (stored[: -PIECE - TAG], stored[:-1], head + two + one, head[:20], b""):
        sound.path.write_bytes(broken)
        with pytest.raises(SealBroken):
            everything(sound)


def test_an_old_key_still_opens_and_the_newest_one_seals(tmp_path: Path) -> None:
    old = sealed(tmp_path, b"old", Keys.parse(OLD))
    both = Keys.parse(f"{NEW}\n{OLD}\n")
    assert everything(SealedSound(old.path, both)) == b"old"
    with pytest.raises(UnknownKey, match="khóa cũ"):
        everything(SealedSound(old.path, KEYS))
    assert everything(SealedSound(sealed(tmp_path, b"new", both).path, KEYS)) == b"new"


@pytest.mark.parametrize("text", ["", "11" * 31, "zz" * 32, f"{NEW} {OLD[:-2]}"])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(BadKey, match="openssl rand -hex 32"):
        Keys.parse(text)
