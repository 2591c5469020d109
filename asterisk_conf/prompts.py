"""Everything the telephone says, as files: spoken by espeak-ng at set-up, or a human recording that wins over it.

A file is named by what went into it: what is unchanged is never made again, and a call that plays the old one is not
disturbed while a new one is made. All are 8 kHz, mono, 16 bit: what the trunk carries.
"""

import array
import hashlib
import math
import os
import re
import subprocess
import sys
import tomllib
import wave
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from asterisk_conf.errors import PromptError
from asterisk_conf.model import DialplanPrompts
from asterisk_conf.private_prefix import Prefix

RECORDED: Final = "recorded"  # human recordings lie here: NAME.wav
OWN: Final = "dialplan."
TEXTS: Final = Path(__file__).with_name("prompts.toml")

VOICE: Final = ("-v", "vi", "-s", "150", "-g", "2")  # Northern Vietnamese, 150 words a minute, words a little apart
LEVEL: Final = -20.0  # dBFS, root mean square: as loud as a person on the telephone
PEAK: Final = -1.0  # dBFS: never louder, whatever the level
TRIM: Final = ("silence", "1", "0.01", "0.3%", "reverse")  # the silence before, then turned round for the one after
SOFTEN: Final = ("compand", "0.001,0.08", "6:-60,-60,-24,-18,0,-8", "0", "-90", "0.005")  # a telephone has little room
SHAPE: Final = ("remix", "-", *TRIM, *TRIM, "highpass", "120", "rate", "8000", *SOFTEN)
PADDING: Final = ("pad", "0.1", "0.1")
RECIPE: Final = " ".join((*VOICE, *SHAPE, f"{LEVEL} {PEAK}", *PADDING))


def own_prompts() -> tuple[tuple[str, str], ...]:
    """(id, text) of what the dialplan itself says."""
    texts: dict[str, str] = tomllib.loads(TEXTS.read_text(encoding="utf-8"))
    return tuple((f"{OWN}{name}", text) for name, text in texts.items())


def dialplan_prompts(files: Mapping[str, Path]) -> DialplanPrompts:
    """The dialplan's own among the files that `ensure_prompts` gave."""
    return DialplanPrompts(**{name: files[f"{OWN}{name}"] for name in DialplanPrompts.__dataclass_fields__})


def ensure_prompts(prompts: Iterable[tuple[str, str]], folder: Path, prefix: Prefix) -> dict[str, Path]:
    """A sound file for each (id, text); the paths are absolute and without extension, as Asterisk wants them.

    `folder/recorded/ID.wav` wins over the synthetic voice. Raises PromptError with one plain line.
    """
    wanted = dict(prompts)
    if bad := next((name for name in wanted if not re.fullmatch(r"[a-z0-9_.-]+", name)), None):
        raise PromptError(f"Tên lời thoại “{bad}” chỉ được có chữ thường, số, dấu chấm và gạch.")
    folder.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        files = pool.map(lambda name: _ensure(name, wanted[name], folder.absolute(), prefix), wanted)
        return dict(zip(wanted, files, strict=True))


def _ensure(name: str, text: str, folder: Path, prefix: Prefix) -> Path:
    recorded = folder / RECORDED / f"{name}.wav"
    human = recorded.is_file()
    origin = recorded.read_bytes() if human else text.encode()
    digest = hashlib.sha256(RECIPE.encode() + origin).hexdigest()[:12]
    stem = folder / f"{name}-{digest}"
    file = stem.with_name(f"{stem.name}.wav")
    if not file.is_file():
        if human:
            _level(name, recorded, file, prefix)
        else:
            spoken = _part(file, "spoken")
            _run(name, prefix.command("espeak-ng", *VOICE, "-b", "1", "--stdin", "-w", spoken), prefix, text)
            _level(name, spoken, file, prefix)
            spoken.unlink()
    return stem


def _level(name: str, source: Path, target: Path, prefix: Prefix) -> None:
    """Trim the silence, come down to the telephone's band and bring the level to `LEVEL` without clipping."""
    shaped, levelled = _part(target, "shaped"), _part(target, "levelled")
    _run(name, prefix.command("sox", source, "-b", "16", shaped, *SHAPE), prefix)
    gain = _gain(name, shaped)
    _run(name, prefix.command("sox", shaped, "-b", "16", levelled, "gain", f"{gain:.2f}", *PADDING), prefix)
    shaped.unlink()
    levelled.replace(target)


def _gain(name: str, file: Path) -> float:
    """Decibels from a 16-bit wave file's level to `LEVEL`, fewer when its loudest moment would pass `PEAK`."""
    with wave.open(str(file)) as sound:
        samples = array.array("h", sound.readframes(sound.getnframes()))
    if sys.byteorder == "big":
        samples.byteswap()
    if not any(samples):
        raise PromptError(f"Lời thoại {name} không có tiếng nào: hãy ghi lại.")
    level = math.sqrt(sum(sample * sample for sample in samples) / len(samples))
    peak = max(abs(sample) for sample in samples)
    return min(LEVEL - _decibels(level), PEAK - _decibels(peak))


def _decibels(amplitude: float) -> float:
    return 20 * math.log10(amplitude / 32768)


def _part(target: Path, what: str) -> Path:
    return target.with_name(f".{target.stem}.{what}.{os.getpid()}.wav")


def _run(name: str, command: Sequence[str], prefix: Prefix, text: str = "") -> None:
    done = subprocess.run(command, input=text.encode(), capture_output=True, env=prefix.env(), check=False)
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().splitlines()
        raise PromptError(f"Không tạo được lời thoại {name}: {reason[-1] if reason else 'không rõ lý do'}")
