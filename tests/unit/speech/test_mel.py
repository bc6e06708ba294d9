import numpy as np

from voxanne.speech.mel import BANDS, RATE_HZ, log_mel


def test_eight_seconds_give_eight_hundred_frames() -> None:
    features = log_mel(np.random.default_rng(0).normal(size=8 * RATE_HZ).astype(np.float32))
    assert features.shape == (BANDS, 800)
    assert features.dtype == np.float32


def test_a_tone_lights_the_band_around_it() -> None:
    tone = np.sin(2 * np.pi * 1000 * np.arange(RATE_HZ) / RATE_HZ).astype(np.float32)
    loudest = log_mel(tone).mean(axis=1).argmax()
    # 1 kHz is mel 15 of 45.245 on Slaney's scale: 81 steps of 0.5586 put it in band 25 or 26
    assert loudest in (25, 26)


def test_nothing_is_more_than_eight_decades_below_the_loudest() -> None:
    audio = np.zeros(RATE_HZ, dtype=np.float32)
    audio[RATE_HZ // 2 :] = np.random.default_rng(0).normal(size=RATE_HZ // 2)
    features = log_mel(audio)
    assert features.max() - features.min() <= 8 / 4 + 1e-6
