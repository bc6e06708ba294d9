"""Sentence vectors: the MiniLM-L6-v2 encoder as a forward pass in numpy.

Architecture: BERT with 6 layers, 12 heads, width 384 (https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2,
`config.json` beside the weights); a sentence is the mean of its token vectors, scaled to length 1. One
question takes about 8 ms of one core, so it runs in a thread of its own.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file
from scipy.special import erf
from tokenizers import Tokenizer

from voxanne.errors import ProviderError, SetupError

Vectors = NDArray[np.float32]
"""One row per text, 384 columns, each row of length 1."""

WIDTH, HEADS, LAYERS = 384, 12, 6
MOST_TOKENS = 128
NORM_EPSILON = 1e-12
BATCH = 8
KEPT_QUESTIONS = 2_000


class Embedder(Protocol):
    async def embed(self, texts: Sequence[str]) -> Vectors:
        """The vectors of texts. Raises ProviderError; never answers a stand-in vector."""
        ...


class MiniLm:
    """The encoder; its weights (90 MB) are loaded once and shared by the node."""

    def __init__(self, folder: Path) -> None:
        """Load `model.safetensors` and `tokenizer.json` from a folder. Raises SetupError."""
        try:
            self._weights = {
                name: w.astype(np.float32)
                for name, w in load_file(folder / "model.safetensors").items()
                if "position_ids" not in name
            }
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except (OSError, SafetensorError) as error:
            raise SetupError(f"The embedding model in {folder} cannot be read. Run `voxanne models fetch`.") from error
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._tokenizer.enable_padding()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="embedding")
        self._recent: OrderedDict[str, Vectors] = OrderedDict()

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """The vectors of texts; a text asked for lately costs nothing. Raises ProviderError."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._recent]
        if missing:
            loop = asyncio.get_running_loop()
            try:
                vectors = await loop.run_in_executor(self._thread, self.encode, missing)
            except (RuntimeError, ValueError, MemoryError) as error:
                raise ProviderError("The embedding model failed.", is_retryable=True) from error
            self._recent.update(zip(missing, vectors, strict=True))
        found = np.stack([self._recent[text] for text in texts]) if texts else np.empty((0, WIDTH), np.float32)
        while len(self._recent) > KEPT_QUESTIONS:
            self._recent.popitem(last=False)
        return found

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The vectors of texts, computed here and now; texts of like length share a batch (less padding)."""
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        vectors = np.empty((len(texts), WIDTH), np.float32)
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            vectors[batch] = self._encode_batch([texts[i] for i in batch])
        return vectors

    def close(self) -> None:
        self._thread.shutdown(wait=True)

    def _encode_batch(self, texts: Sequence[str]) -> Vectors:
        encoded = self._tokenizer.encode_batch(list(texts))
        ids = np.array([e.ids for e in encoded])
        mask = np.array([e.attention_mask for e in encoded], np.float32)
        w = self._weights
        hidden = (
            w["embeddings.word_embeddings.weight"][ids]
            + w["embeddings.position_embeddings.weight"][: ids.shape[1]]
            + w["embeddings.token_type_embeddings.weight"][0]
        )
        hidden = self._norm(hidden, "embeddings.LayerNorm")
        unseen = (1.0 - mask[:, None, None, :]) * np.float32(-1e9)
        for layer in range(LAYERS):
            hidden = self._layer(hidden, unseen, f"encoder.layer.{layer}.")
        summed = (hidden * mask[:, :, None]).sum(axis=1)
        mean = summed / mask.sum(axis=1, keepdims=True)
        unit: Vectors = (mean / np.linalg.norm(mean, axis=1, keepdims=True)).astype(np.float32)
        return unit

    def _layer(self, hidden: Vectors, unseen: Vectors, name: str) -> Vectors:
        rows, length, _ = hidden.shape

        def heads(part: str) -> Vectors:
            projected = self._dense(hidden, f"{name}attention.self.{part}")
            split: Vectors = projected.reshape(rows, length, HEADS, WIDTH // HEADS).transpose(0, 2, 1, 3)
            return split

        scores = heads("query") @ heads("key").transpose(0, 1, 3, 2) / np.float32(np.sqrt(WIDTH // HEADS)) + unseen
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        mixed = (weights @ heads("value")).transpose(0, 2, 1, 3).reshape(rows, length, WIDTH)
        hidden = self._norm(
            self._dense(mixed, f"{name}attention.output.dense") + hidden, f"{name}attention.output.LayerNorm"
        )
        inner = self._dense(hidden, f"{name}intermediate.dense")
        inner = inner * np.float32(0.5) * (1 + erf(inner / np.float32(np.sqrt(2))))
        return self._norm(self._dense(inner, f"{name}output.dense") + hidden, f"{name}output.LayerNorm")

    def _dense(self, x: Vectors, name: str) -> Vectors:
        result: Vectors = x @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return result

    def _norm(self, x: Vectors, name: str) -> Vectors:
        centred = x - x.mean(axis=-1, keepdims=True)
        variance = (centred * centred).mean(axis=-1, keepdims=True)
        scaled: Vectors = centred / np.sqrt(variance + np.float32(NORM_EPSILON))
        return scaled * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
