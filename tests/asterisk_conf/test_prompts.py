"""Prompts and hold music: how they sound, in figures, and when they are made again."""

import wave
from pathlib import Path

import numpy as np
import pytest

from asterisk_conf.errors import PromptError
from asterisk_conf.hold_music import ensure_hold_music
from asterisk_conf.private_prefix import Prefix
from asterisk_conf.prompts import RECORDED, dialplan_prompts, ensure_prompts, own_prompts
from tests.audio import RATE, Samples, loudness, read_wav

TEXT = "Sự cố điện, nước, đường sá, rác thải và hạ tầng khác: phím một."


def decibels(samples: Samples) -> float:
    return float(20 * np.log10(loudness(samples)))


def sound(stem: Path) -> Samples:
    return read_wav(stem.with_name(f"{stem.name}.wav"))


def write_wav(path: Path, samples: Samples, rate: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.repeat(samples * 32767, 2).astype("<i2").tobytes())


def test_every_prompt_of_the_dialplan_is_as_loud_as_a_person_and_unclipped(
    asterisk_prefix: Prefix, tmp_path: Path
) -> None:
    files = ensure_prompts(own_prompts(), tmp_path, asterisk_prefix)
    assert Path(dialplan_prompts(files).apology).name.startswith("dialplan.apology-")
    for name, stem in files.items():
        samples = sound(stem)
        assert -21.5 < decibels(samples) < -19, name
        assert np.abs(samples).max() < 0.95, name
        assert loudness(samples[: RATE // 20]) < 0.001, name  # silence first, so that no onset is swallowed
        assert loudness(samples[-RATE // 20 :]) < 0.001, name


def test_a_prompt_is_spoken_at_a_pace_one_can_follow(asterisk_prefix: Prefix, tmp_path: Path) -> None:
    samples = sound(ensure_prompts([("menu", TEXT)], tmp_path, asterisk_prefix)["menu"])
    syllables = len(TEXT.split())
    assert 120 < syllables / (samples.size / RATE) * 60 < 190


def test_only_a_new_text_is_spoken_again(asterisk_prefix: Prefix, tmp_path: Path) -> None:
    before = ensure_prompts([("menu", TEXT), ("other", "Xin chào.")], tmp_path, asterisk_prefix)
    made = {file: file.stat().st_mtime_ns for file in tmp_path.glob("*.wav")}
    after = ensure_prompts([("menu", TEXT), ("other", "Xin chào ông bà.")], tmp_path, asterisk_prefix)
    assert after["menu"] == before["menu"]
    assert after["other"] != before["other"]
    assert made.items() <= {file: file.stat().st_mtime_ns for file in tmp_path.glob("*.wav")}.items()
    assert not list(tmp_path.glob(".*"))


def test_a_human_recording_wins_whatever_its_rate_and_level(asterisk_prefix: Prefix, tmp_path: Path) -> None:
    spoken = ensure_prompts([("menu", TEXT)], tmp_path, asterisk_prefix)["menu"]
    tone = 0.02 * np.sin(2 * np.pi * 440 * np.arange(44100) / 44100)
    write_wav(tmp_path / RECORDED / "menu.wav", tone, 44100)
    recorded = ensure_prompts([("menu", TEXT)], tmp_path, asterisk_prefix)["menu"]
    assert recorded != spoken
    samples = sound(recorded)
    assert samples.size / RATE == pytest.approx(1.2, abs=0.05)
    assert decibels(samples) == pytest.approx(-20.8, abs=0.5)  # -20 and the silence around it
    (tmp_path / RECORDED / "menu.wav").unlink()
    assert ensure_prompts([("menu", TEXT)], tmp_path, asterisk_prefix)["menu"] == spoken


def test_a_silent_or_unreadable_recording_is_one_plain_line(asterisk_prefix: Prefix, tmp_path: Path) -> None:
    write_wav(tmp_path / RECORDED / "menu.wav", np.zeros(8000), 8000)
    with pytest.raises(PromptError, match=r"^Lời thoại menu không có tiếng nào: hãy ghi lại\.$"):
        ensure_prompts([("menu", TEXT)], tmp_path, asterisk_prefix)
    (tmp_path / RECORDED / "menu.wav").write_text("not a wave file")
    with pytest.raises(PromptError, match=r"^Không tạo được lời thoại menu: "):
        ensure_prompts([("menu", TEXT)], tmp_path, asterisk_prefix)


def test_a_name_that_would_leave_the_folder_is_refused(asterisk_prefix: Prefix, tmp_path: Path) -> None:
    with pytest.raises(PromptError, match="Tên lời thoại"):
        ensure_prompts([("../menu", TEXT)], tmp_path, asterisk_prefix)


def test_hold_music_is_quiet_even_and_begins_and_ends_in_silence(asterisk_prefix: Prefix, tmp_path: Path) -> None:
    ensure_hold_music(tmp_path, asterisk_prefix)
    (file,) = tmp_path.iterdir()
    samples = read_wav(file)
    assert 58 < samples.size / RATE < 65
    assert -32 < decibels(samples) < -27
    seconds = [loudness(samples[at : at + RATE]) for at in range(2 * RATE, samples.size - 4 * RATE, RATE)]
    assert max(seconds) < 4 * min(seconds)
    assert loudness(samples[:80]) < 0.002 > loudness(samples[-80:])


def test_music_that_somebody_put_there_is_left_alone(asterisk_prefix: Prefix, tmp_path: Path) -> None:
    (tmp_path / "quan-ho.wav").touch()
    ensure_hold_music(tmp_path, asterisk_prefix)
    assert [file.name for file in tmp_path.iterdir()] == ["quan-ho.wav"]
