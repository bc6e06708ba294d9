import numpy as np

from voxanne.speech.hibari import levelled, trimmed

RATE_HZ = 24000


def tone(seconds: float, loudness: float = 0.3) -> np.ndarray:
    return (loudness * np.sin(2 * np.pi * 200 * np.arange(int(seconds * RATE_HZ)) / RATE_HZ)).astype(np.float32)


def test_silence_before_and_after_is_cut_to_a_breath() -> None:
    hiss = np.random.default_rng(0).normal(0, 0.0002, RATE_HZ // 3).astype(np.float32)
    speech = trimmed(np.concatenate([hiss, tone(1.0), hiss]), RATE_HZ)
    assert 1.0 <= len(speech) / RATE_HZ <= 1.05


def test_a_pause_inside_is_kept() -> None:
    quiet = np.zeros(RATE_HZ // 2, dtype=np.float32)
    speech = trimmed(np.concatenate([quiet, tone(0.5), quiet, tone(0.5), quiet]), RATE_HZ)
    assert 1.5 <= len(speech) / RATE_HZ <= 1.55


def test_edges_fade_so_that_nothing_clicks() -> None:
    speech = trimmed(tone(0.5), RATE_HZ)
    assert abs(speech[0]) < 1e-3
    assert abs(speech[-1]) < 1e-3


def test_silence_alone_is_nothing() -> None:
    assert len(trimmed(np.zeros(RATE_HZ, dtype=np.float32), RATE_HZ)) == 0


def test_quiet_and_loud_speech_come_out_alike_and_unclipped() -> None:
    quiet, loud = levelled(tone(1.0, 0.02)), levelled(tone(1.0, 0.9))
    np.testing.assert_allclose(np.abs(quiet).max(), np.abs(loud).max(), rtol=0.01)
    assert np.abs(loud).max() < 0.9
