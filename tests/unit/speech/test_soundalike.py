import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from voxanne.speech.soundalike import ALPHABET, SoundTable, distance, encode

PHONEMES = st.text(st.sampled_from(ALPHABET), max_size=20)

BOTOX, BODAK, BOX, TOMORROW = "bˈOtˌɑks", "bˈOdæk", "bˈɑks", "təmˈɑɹO"


def test_the_same_sound_is_no_distance_away_whatever_the_stress() -> None:
    assert distance("bOtɑks", BOTOX) == 0.0


def test_a_mishearing_is_nearer_than_an_unrelated_word() -> None:
    assert distance(BODAK, BOTOX) < 0.3
    assert distance(BOX, BOTOX) < 0.4
    assert distance(TOMORROW, BOTOX) > 0.6


def test_voicing_costs_less_than_another_manner() -> None:
    assert distance("bit", "pit") < distance("bit", "mit") < distance("bit", "sit")


@given(PHONEMES, PHONEMES)
def test_distance_is_symmetric_and_never_negative(left: str, right: str) -> None:
    assert abs(distance(left, right) - distance(right, left)) < 1e-4
    assert distance(left, right) >= -1e-5


@given(st.lists(PHONEMES, min_size=1, max_size=5), PHONEMES)
def test_a_table_says_of_each_term_and_each_beginning_what_it_says_of_them_alone(terms: list[str], heard: str) -> None:
    table = SoundTable.of([encode(term) for term in terms])
    distances = table.distances(encode(heard))
    assert distances.shape == (len(heard) + 1, len(terms))
    for length in range(len(heard) + 1):
        alone = [distance(heard[:length], term) for term in terms]
        np.testing.assert_allclose(distances[length], alone, atol=1e-4)


def test_marks_and_unknown_signs_are_not_sounds() -> None:
    assert encode("ˈb ˌi, ?") == encode("bi")
