"""Music for the waiting: a slow arpeggio of plucked strings, made at set-up, so that no one's rights are touched.

Eight bars of eight notes, one minute; it begins and ends in silence, so it can go round and round. About 9 dB under the
spoken prompts.
"""

import subprocess
from pathlib import Path
from typing import Final

from asterisk_conf.errors import PromptError
from asterisk_conf.private_prefix import Prefix

NAME: Final = "hold-1.wav"  # a new number for a new piece: what is there is not made again
SECONDS: Final = 60
BARS: Final = """
C3 G3 C4 E4 G4 E4 C4 G3
A2 E3 A3 C4 E4 C4 A3 E3
F2 C3 F3 A3 C4 A3 F3 C3
G2 D3 G3 B3 D4 B3 G3 D3
E3 B3 E4 G4 B4 G4 E4 B3
F2 C3 A3 C4 F4 C4 A3 C3
D3 A3 D4 F4 A4 F4 D4 A3
G2 D3 G3 B3 D4 G4 D4 B3
"""


def ensure_hold_music(folder: Path, prefix: Prefix) -> None:
    """Make the music when the folder holds none; another file put there by a person is left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.glob("*.wav")):
        return
    part = folder / f"{NAME}.part"
    command = prefix.command("sox", "-R", "-n", "-r", "8000", "-b", "16", "-t", "wav", part, *_score(BARS.split()))
    done = subprocess.run(command, capture_output=True, text=True, env=prefix.env(), check=False)
    if done.returncode:
        raise PromptError(f"Không tạo được nhạc chờ: {done.stderr.strip()}")
    part.replace(folder / NAME)


def _score(notes: list[str]) -> list[str]:
    """sox's words: each note a channel of its own, begun at its time, all mixed, softened, and faded at both ends."""
    starts = [f"{place * SECONDS / len(notes):.3f}" for place in range(len(notes))]
    strings = [word for note in notes for word in ("pluck", note)]
    finish = f"remix - lowpass 2400 reverb 40 50 60 trim 0 {SECONDS + 3} fade q 0.5 {SECONDS + 3} 3 norm -15".split()
    return ["synth", "4", *strings, "fade", "0", "4", "3", "delay", *starts, *finish]
