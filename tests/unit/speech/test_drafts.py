import numpy as np

from voxanne.audio.pcm import Pcm
from voxanne.speech.drafts import Drafts


def noise(seed: int, seconds: float = 1.0) -> Pcm:
    return np.random.default_rng(seed).integers(-999, 999, int(8000 * seconds)).astype(np.int16)


def test_a_longer_piece_of_the_same_utterance_is_known_again() -> None:
    drafts = Drafts()
    drafts.keep(noise(1)[:6000], 8000, [5, 6])
    assert drafts.recall(noise(1), 8000) == (5, 6)
    assert drafts.recall(noise(2), 8000) == ()
    assert drafts.recall(noise(1), 16000) == ()


def test_the_latest_words_are_the_draft() -> None:
    drafts = Drafts()
    drafts.keep(noise(1)[:6000], 8000, [5, 6])
    drafts.keep(noise(1), 8000, [5, 6, 7])
    assert drafts.recall(noise(1), 8000) == (5, 6, 7)


def test_what_is_too_short_to_be_known_again_is_not_kept() -> None:
    drafts = Drafts()
    drafts.keep(noise(1, 0.3), 8000, [5, 6])
    assert drafts.recall(noise(1, 0.3), 8000) == ()


def test_the_oldest_utterance_is_forgotten_first() -> None:
    drafts = Drafts(most=2)
    for seed in (1, 2, 3):
        drafts.keep(noise(seed), 8000, [seed, seed])
    assert [drafts.recall(noise(seed), 8000) for seed in (1, 2, 3)] == [(), (2, 2), (3, 3)]
    drafts.clear()
    assert drafts.recall(noise(3), 8000) == ()
