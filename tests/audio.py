"""Listening in tests: how loud a recording is, and whether it contains a given piece of speech."""

import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float64]
RATE = 8000
SNIPPET_SECONDS = 0.5


def read_wav(path: Path) -> Samples:
    """Mono samples in -1..1 of an 8 kHz, 16-bit wave file, as Asterisk and our prompts write them."""
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE), path
        return np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(np.float64) / 32768


def loudness(samples: Samples) -> float:
    """Root mean square, 0..1. Speech is some 0.02-0.2; silence through a-law below 0.001."""
    return float(np.sqrt(np.mean(samples**2))) if samples.size else 0.0


def likeness(recording: Samples, reference: Samples) -> float:
    """How surely `reference` was said in `recording`, 0..1.

    The reference is cut into half-second snippets; each is looked for everywhere in the recording by
    normalised cross-correlation, and the median of the best matches is the answer.
    """
    length = int(SNIPPET_SECONDS * RATE)
    snippets = [reference[at : at + length] for at in range(0, reference.size - length, length)]
    loud = [snippet for snippet in snippets if loudness(snippet) > 0.3 * loudness(reference)]
    return float(np.median([_best_match(recording, snippet) for snippet in loud])) if loud else 0.0


def _best_match(recording: Samples, snippet: Samples) -> float:
    if recording.size < snippet.size:
        return 0.0
    size = 1 << (recording.size + snippet.size).bit_length()
    products = np.fft.irfft(np.fft.rfft(recording, size) * np.conj(np.fft.rfft(snippet, size)), size)
    valid = products[: recording.size - snippet.size + 1]
    energy = np.concatenate(([0.0], np.cumsum(recording**2)))
    windows = energy[snippet.size :] - energy[: -snippet.size]
    floor = 1e-4 * snippet.size
    return float(np.max(np.abs(valid) / np.sqrt(np.maximum(windows, floor) * np.sum(snippet**2))))


def closeness(recording: Samples, word: Samples) -> float:
    """How surely a single short word was said in `recording`, 0..1: the whole of it, its silences cut off."""
    loud = np.flatnonzero(np.abs(word) > 0.1 * np.max(np.abs(word)))
    return _best_match(recording, word[loud[0] : loud[-1] + 1])
