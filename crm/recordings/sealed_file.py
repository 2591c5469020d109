"""Recordings encrypted at rest: AES-256-GCM in pieces, so that any part can be read without the rest.

    head     magic, the key's name, the piece size, the length of the sound, a salt        (AEAD's associated data)
    piece 0  nonce = 0: up to `PIECE` bytes of sound, and a tag of 16 bytes
    piece 1  nonce = 1 ...

Each file has a key of its own, made from the installation's and the salt (HKDF-SHA256), so that counting nonces are
safe. The head is bound to every piece and holds the length: a file that was cut, mixed or changed does not open.
"""

import os
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from crm.attachments.files import sync_folder
from crm.recordings.errors import BadKey, SealBroken, UnknownKey

MAGIC: Final = b"TD1022S1"
HEAD: Final = struct.Struct(">8s8sIQ16s")
PIECE: Final = 64 * 1024
TAG: Final = 16
KEY: Final = 32


@dataclass(frozen=True)
class Keys:
    """The installation's keys, by name; `newest` seals, all of them open."""

    newest: bytes
    by_name: Mapping[bytes, bytes]

    @classmethod
    def parse(cls, text: str) -> Self:
        """One key a line in 64 hexadecimal digits, the newest first. Raises `BadKey`."""
        try:
            keys = [bytes.fromhex(line) for line in text.split()]
        except ValueError as error:
            raise BadKey from error
        if not keys or any(len(key) != KEY for key in keys):
            raise BadKey
        return cls(keys[0], {name_of(key): key for key in keys})


def name_of(key: bytes) -> bytes:
    return sha256(b"name of a key\0" + key).digest()[:8]


def seal(plain: Path, sealed: Path, keys: Keys) -> None:
    """Write `plain` encrypted into `sealed`, whole or not at all; `plain` stays as it is."""
    part = sealed.with_name(f".{sealed.name}.part")
    head = HEAD.pack(MAGIC, name_of(keys.newest), PIECE, plain.stat().st_size, os.urandom(16))
    cipher = cipher_of(keys.newest, head)
    with plain.open("rb") as source, part.open("wb") as target:
        part.chmod(0o600)
        target.write(head)
        for number, sound in enumerate(iter(lambda: source.read(PIECE), b"")):
            target.write(cipher.encrypt(nonce(number), sound, head))
        target.flush()
        os.fsync(target.fileno())
    part.replace(sealed)
    sync_folder(sealed.parent)


@dataclass(frozen=True)
class SealedSound:
    """An encrypted recording, to be read from anywhere to anywhere."""

    path: Path
    keys: Keys

    @property
    def size(self) -> int:
        """Bytes of sound. Raises `SealBroken`."""
        with self.path.open("rb") as file:
            return head_of(file)[1]

    def read(self, start: int, stop: int) -> Iterator[bytes]:
        """The bytes from `start` to just before `stop`, in pieces. Raises `SealBroken`, `UnknownKey`."""
        with self.path.open("rb") as file:
            head, size = head_of(file)
            cipher = self._cipher(head)
            stop = min(stop, size)
            for number in range(start // PIECE, -(-stop // PIECE)):
                file.seek(HEAD.size + number * (PIECE + TAG))
                sound = opened(cipher, number, file.read(min(PIECE, size - number * PIECE) + TAG), head)
                yield sound[max(start - number * PIECE, 0) : stop - number * PIECE]

    def _cipher(self, head: bytes) -> AESGCM:
        key = self.keys.by_name.get(HEAD.unpack(head)[1])
        if key is None:
            raise UnknownKey(self.path.name)
        return cipher_of(key, head)


def opened(cipher: AESGCM, number: int, sealed: bytes, head: bytes) -> bytes:
    try:
        return cipher.decrypt(nonce(number), sealed, head)
    except InvalidTag as error:
        raise SealBroken from error


def head_of(file: BinaryIO) -> tuple[bytes, int]:
    """The head as it stands, and the length of the sound. Raises `SealBroken`."""
    head = file.read(HEAD.size)
    if len(head) != HEAD.size or not head.startswith(MAGIC):
        raise SealBroken
    _, _, piece, size, _ = HEAD.unpack(head)
    if piece != PIECE:
        raise SealBroken
    return head, size


def cipher_of(key: bytes, head: bytes) -> AESGCM:
    """The cipher of one file."""
    salt = HEAD.unpack(head)[4]
    return AESGCM(HKDF(SHA256(), KEY, salt, b"tong-dai-1022 recording").derive(key))


def nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")
