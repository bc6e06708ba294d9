"""µ-law, the telephone network's eight bits: encode and decode by table, exactly as ITU-T G.711 has it.

The tables are computed once from the law's own arithmetic on 14-bit magnitudes. G.711 (11/88), table
2a/2b: code words travel inverted; the sign bit of the inverted word is 1 for negative values. For
negative input the ITU software library (G.191 `ulaw_compress`) takes the ones' complement, and so do
we: -1 and 0 fall in the two smallest intervals on either side of zero.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from voxanne.audio.pcm import Pcm

RATE_HZ = 8000
SILENCE = 0xFF
"""The code word of positive zero, which the network sends for silence."""

_BIAS = 33  # makes every segment's first magnitude a power of two (G.711 §3.2)
_LARGEST = 0x1FFF  # magnitudes above are clipped to the last interval


def _decoding_table() -> NDArray[np.int16]:
    inverted = ~np.arange(256, dtype=np.int32) & 0xFF
    segment = (inverted >> 4) & 0x7
    magnitude = ((2 * (inverted & 0xF) + _BIAS) << segment) - _BIAS
    signed = np.where(inverted & 0x80, -magnitude, magnitude)
    return np.asarray(signed * 4, dtype=np.int16)  # 14-bit law, 16-bit samples


def _encoding_table() -> NDArray[np.uint8]:
    sample = np.arange(65536, dtype=np.uint16).view(np.int16).astype(np.int32)
    magnitude = np.minimum((np.where(sample < 0, ~sample, sample) >> 2) + _BIAS, _LARGEST)
    segment = np.floor(np.log2(magnitude)).astype(np.int32) - 5
    mantissa = (magnitude >> (segment + 1)) & 0xF
    word = np.where(sample < 0, 0x80, 0) | (segment << 4) | mantissa
    return np.asarray(~word & 0xFF, dtype=np.uint8)


_DECODED = _decoding_table()
_ENCODED = _encoding_table()


def decode_ulaw(payload: bytes | bytearray | memoryview) -> Pcm:
    """µ-law code words to int16 mono; one sample a byte, within ±32124."""
    return _DECODED.take(np.frombuffer(payload, dtype=np.uint8))


def encode_ulaw(pcm: Pcm) -> bytes:
    """int16 mono to µ-law code words; one byte a sample."""
    return _ENCODED.take(np.ascontiguousarray(pcm).view(np.uint16)).tobytes()
