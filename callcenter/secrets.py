"""Secrets made on this machine at set-up: one file each, readable by its owner alone; never a default."""

import os
import secrets
from pathlib import Path

FOLDER = "secrets"
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is misread from paper


def secret(var: Path, name: str) -> str:
    """The secret `name` of this installation, 32 random bytes in URL-safe text; made when first asked for."""
    path = var / FOLDER / name
    if not path.exists():
        write_private(path, secrets.token_urlsafe(32))
    return path.read_text()


def readable_password(length: int = 14) -> str:
    """A random password a person can type: about 5 bits a letter, 70 bits at the default length."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, complete or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = path.with_name(f"{path.name}.{os.getpid()}")
    half.touch(mode=0o600)
    half.write_text(text)
    half.replace(path)
