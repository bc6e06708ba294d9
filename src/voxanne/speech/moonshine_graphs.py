"""Moonshine's two graphs and its token pieces, driven directly through onnxruntime.

    audio 16 kHz ──encoder──▶ hidden (1, frames, 288), one frame per 24 ms
    hidden ──decoder, first step──▶ logits, cross-attention keys (kept), self-attention keys (grow)
    token  ──decoder, each further step──▶ logits, grown keys

One decoder run takes 2.5 ms whether it is given one token or six: several tokens, or several
hypotheses, at once are nearly free. Everything here runs on the calling thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from voxanne.errors import SetupError
from voxanne.speech.inference import load_session

RATE_HZ = 16000
START_TOKEN = 1
END_TOKEN = 2
_BYTES = 3  # the piece of byte 0; the other 255 follow, for what no other piece spells

_LAYERS = 6
_HEADS = 8
_HEAD_WIDTH = 36
_PARTS = [(layer, part) for layer in range(_LAYERS) for part in ("key", "value")]
_PAST_DECODER = [f"past_key_values.{layer}.decoder.{part}" for layer, part in _PARTS]
_PAST_ENCODER = [f"past_key_values.{layer}.encoder.{part}" for layer, part in _PARTS]
_PRESENT_DECODER = [name.replace("past_key_values", "present") for name in _PAST_DECODER]
_PRESENT_ENCODER = [name.replace("past_key_values", "present") for name in _PAST_ENCODER]
_TAIL_SAMPLES = 3 * RATE_HZ // 10  # zeros after the speech: without them the last word is often lost

Logits = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Decoding:
    """A decoder's place in one utterance, after some tokens. Never changed in place: it can be branched.

    `logits` (batch, tokens just given, vocabulary) speak about the token that follows each given one.
    """

    hidden: NDArray[np.float32]
    cross: list[Any]
    own: list[Any]
    logits: Logits

    def rewound(self, tokens: int, logits: Logits) -> Decoding:
        """The same place as of the first `tokens` tokens, where the model had said `logits` (vocabulary)."""
        own = [np.ascontiguousarray(part[:, :, : tokens + 1]) for part in self.own]
        return Decoding(self.hidden, self.cross, own, logits[None, None])


class MoonshineGraphs:
    """The loaded encoder and decoder; safe to use from many threads at once."""

    def __init__(self, encoder: onnxruntime.InferenceSession, decoder: onnxruntime.InferenceSession) -> None:
        self._encoder = encoder
        self._decoder = decoder

    @classmethod
    def load(cls, folder: Path) -> MoonshineGraphs:
        """Raises SetupError when a file is missing or damaged."""
        return cls(load_session(folder / "encoder_model.ort"), load_session(folder / "decoder_model_merged.ort"))

    def encode(self, audio: NDArray[np.float32]) -> NDArray[np.float32]:
        """float32 mono at 16 kHz within ±1 → hidden states (1, frames, 288)."""
        padded = np.concatenate((audio, np.zeros(_TAIL_SAMPLES, dtype=np.float32)))[None]
        (hidden,) = self._encoder.run(
            None, {"input_values": padded, "attention_mask": np.ones(padded.shape, dtype=np.int64)}
        )
        return np.asarray(hidden)

    def begin(self, hidden: NDArray[np.float32]) -> Decoding:
        """Give the start token; the first decoder run also makes the cross-attention keys."""
        empty = np.zeros((1, _HEADS, 0, _HEAD_WIDTH), dtype=np.float32)
        inputs = self._inputs(hidden, np.array([[START_TOKEN]]), is_first=True)
        inputs.update(dict.fromkeys(_PAST_DECODER + _PAST_ENCODER, empty))
        outputs = self._decoder.run(["logits", *_PRESENT_DECODER, *_PRESENT_ENCODER], inputs)
        own, cross = outputs[1 : 1 + len(_PARTS)], outputs[1 + len(_PARTS) :]
        return Decoding(hidden, cross, own, outputs[0])

    def advance(self, decoding: Decoding, tokens: NDArray[np.int64]) -> Decoding:
        """Give `tokens` (batch, n); a decoding of batch one is spread over the batch."""
        inputs = self._inputs(decoding.hidden, tokens, is_first=False)
        own = (_spread(part, tokens.shape[0]) for part in decoding.own)
        inputs.update(zip(_PAST_DECODER, own, strict=True))
        # what the encoder gave stays one row: the graph's products broadcast it, which saves 2 ms for eight
        inputs.update(zip(_PAST_ENCODER, decoding.cross, strict=True))
        logits, *own_now = self._decoder.run(["logits", *_PRESENT_DECODER], inputs)
        return Decoding(decoding.hidden, decoding.cross, own_now, logits)

    @staticmethod
    def _inputs(hidden: NDArray[np.float32], tokens: NDArray[np.int64], *, is_first: bool) -> dict[str, Any]:
        return {
            "encoder_hidden_states": hidden,
            # the graph takes every 384th entry of the audio's mask; one entry stands for "all of it"
            "encoder_attention_mask": np.ones((hidden.shape[0], 1), dtype=np.int64),
            "input_ids": tokens,
            "use_cache_branch": np.array([not is_first]),
        }


class Pieces:
    """The 32,768 token pieces: `tokenizer.bin` holds each as its length and its bytes.

    A length below 128 is one byte; a longer one is two, low seven bits first. U+2581 stands for a
    space; pieces 3 to 258 are single bytes. Pieces are in the order in which byte-pair encoding
    learned them, which is the order in which it merges.
    """

    SPACE = "\u2581"

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces
        self._ids = {piece: number for number, piece in enumerate(pieces) if number >= _BYTES + 256}

    @classmethod
    def load(cls, path: Path) -> Pieces:
        """Raises SetupError when the file is cut short."""
        content = path.read_bytes()
        pieces = []
        place = 0
        while place < len(content):
            length = content[place]
            place += 1
            if length >= 128 and place < len(content):
                length = (length & 0x7F) | content[place] << 7
                place += 1
            pieces.append(content[place : place + length])
            place += length
        if place != len(content):
            raise SetupError("The token pieces are damaged. Run `voxanne models fetch`.")
        return cls(pieces)

    def __len__(self) -> int:
        return len(self._pieces)

    def text(self, tokens: list[int]) -> str:
        """The words the tokens spell, without a space in front."""
        spelled = b"".join(self._pieces[token] for token in tokens).decode("utf-8", "replace")
        return spelled.replace(self.SPACE, " ").strip()

    def begins_word(self, token: int) -> bool:
        return self._pieces[token].startswith(self.SPACE.encode())

    def tokens(self, text: str) -> list[int]:
        """The tokens that spell `text` as byte-pair encoding would: the earliest learned pair merges first."""
        parts = [character.encode() for character in text.replace(" ", self.SPACE)]
        while len(parts) > 1:
            ranks = [self._ids.get(left + right) for left, right in pairwise(parts)]
            best = min((rank for rank in ranks if rank is not None), default=None)
            if best is None:
                break
            at = ranks.index(best)
            parts[at : at + 2] = [parts[at] + parts[at + 1]]
        return [token for part in parts for token in self._ids_of(part)]

    def _ids_of(self, part: bytes) -> list[int]:
        known = self._ids.get(part)
        return [known] if known is not None else [_BYTES + byte for byte in part]


def _spread(part: NDArray[np.float32], batch: int) -> NDArray[np.float32]:
    return part if part.shape[0] == batch else np.repeat(part, batch, axis=0)
