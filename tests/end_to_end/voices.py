"""Voices that can be told apart: Vietnamese spoken by espeak-ng, as a telephone carries it."""

import subprocess
from pathlib import Path

from asterisk_conf.private_prefix import Prefix

CITIZEN_WORDS = "Tôi ở phường Lê Chân. Đường ống nước trước nhà số mười hai bị vỡ từ sáng sớm, nước chảy tràn ra đường."
OPERATOR_WORDS = "Tổng đài một không hai hai xin nghe. Xin ông bà cho biết họ tên và địa chỉ xảy ra sự việc."


def speak(prefix: Prefix, folder: Path, name: str, words: str) -> Path:
    """`words` as an 8 kHz, 16-bit wave file in `folder`."""
    raw, file = folder / f"{name}-raw.wav", folder / f"{name}.wav"
    spoken = prefix.command("espeak-ng", "-v", "vi", "-w", raw, words)
    for_telephone = prefix.command("sox", raw, "-r", "8000", "-b", "16", file, "norm", "-6")
    for command in (spoken, for_telephone):
        subprocess.run(command, env=prefix.env(), check=True)
    return file
