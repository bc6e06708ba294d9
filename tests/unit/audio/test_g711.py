"""µ-law against the points that ITU-T G.711 prints, and against its own laws for every word and sample."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voxanne.audio.g711 import SILENCE, decode_ulaw, encode_ulaw


def test_every_code_word_survives_decoding_and_encoding_except_negative_zero():
    words = bytes(range(256))
    again = encode_ulaw(decode_ulaw(words))
    assert {a: b for a, b in zip(words, again, strict=True) if a != b} == {0x7F: SILENCE}


@pytest.mark.parametrize(
    ("word", "sample"),
    [(0x80, 32124), (0x00, -32124), (0xFF, 0), (0x7F, 0), (0xFE, 8), (0x7E, -8), (0x8F, 16764), (0xEF, 132)],
)
def test_code_words_have_the_values_of_the_table(word: int, sample: int):
    assert decode_ulaw(bytes([word])).tolist() == [sample]


def test_digital_milliwatt_of_the_standard_is_a_1_khz_tone_of_its_level():
    # G.711 table 6: these eight words, repeated, are 1 kHz at 0 dBm0
    tone = decode_ulaw(bytes([0x1E, 0x0B, 0x0B, 0x1E, 0x9E, 0x8B, 0x8B, 0x9E])).astype(float)
    assert tone.tolist() == [-8828.0, -20860.0, -20860.0, -8828.0, 8828.0, 20860.0, 20860.0, 8828.0]


def test_encoding_is_monotonic_over_all_samples_and_within_half_a_step():
    samples = np.arange(-32768, 32768).astype(np.int16)
    decoded = decode_ulaw(encode_ulaw(samples)).astype(np.int32)
    assert np.all(np.diff(decoded) >= 0)
    loud = np.abs(samples.astype(np.int32)) <= 32124
    half_step = np.maximum(4, (np.abs(samples.astype(np.int32)) + 132) / 32)
    assert np.all(np.abs(decoded - samples)[loud] <= half_step[loud] + 3)


@given(st.binary(max_size=400))
def test_one_byte_is_one_sample(words: bytes):
    assert len(decode_ulaw(words)) == len(words)
    assert len(encode_ulaw(decode_ulaw(words))) == len(words)


def test_strided_input_is_encoded_like_contiguous_input():
    samples = np.arange(-4000, 4000, 7).astype(np.int16)
    assert encode_ulaw(samples[::2]) == encode_ulaw(samples[::2].copy())
