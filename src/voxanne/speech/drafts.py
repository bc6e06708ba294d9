"""What was made of an utterance so far, so that its next, longer transcription need not begin anew.

One utterance is transcribed several times: for partial words, at each pause, and at its end. It is
known again by its first half second of audio; a wrong match costs one run of the decoder and changes
nothing, because a draft's tokens are taken over only where the new audio makes them likeliest too.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict

from voxanne.audio.pcm import Pcm

MOST = 256
"""Utterances remembered; the oldest is forgotten first."""
_KNOWN_BY_S = 0.5


class Drafts:
    """Tokens by the sound of an utterance's beginning; used from many threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._tokens: OrderedDict[bytes, tuple[int, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def recall(self, pcm: Pcm, rate_hz: int) -> tuple[int, ...]:
        """The tokens last made of audio that began like this; empty when there were none."""
        with self._lock:
            return self._tokens.get(_mark(pcm, rate_hz), ())

    def keep(self, pcm: Pcm, rate_hz: int, tokens: list[int]) -> None:
        """Remember what was made of this audio."""
        if len(pcm) < _KNOWN_BY_S * rate_hz:
            return
        mark = _mark(pcm, rate_hz)
        with self._lock:
            self._tokens[mark] = tuple(tokens)
            self._tokens.move_to_end(mark)
            if len(self._tokens) > self._most:
                self._tokens.popitem(last=False)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._tokens.clear()


def _mark(pcm: Pcm, rate_hz: int) -> bytes:
    beginning = pcm[: int(_KNOWN_BY_S * rate_hz)]
    return hashlib.blake2b(beginning.tobytes(), digest_size=16, key=rate_hz.to_bytes(4, "big")).digest()
