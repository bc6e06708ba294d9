"""A sealed object reads like the plain file, in any part, and refuses bytes that are not its own."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voxanne.storage.keys import SealBroken
from voxanne.storage.sealed_object import (
    FRAME_BYTES,
    HEADER_BYTES,
    TAG_BYTES,
    SealedObject,
    SealedReader,
    SealingWriter,
    plain_size,
)

KEY, CONTEXT = bytes(range(32)), b"ours"
SIZES = [0, 1, FRAME_BYTES - 1, FRAME_BYTES, FRAME_BYTES + 1, 3 * FRAME_BYTES, 3 * FRAME_BYTES + 77]


def pattern(size: int) -> bytes:
    return bytes(n * 7 % 251 for n in range(256))[:251] * (size // 251 + 1)


def seal(plain: bytes, piece: int = 10_000, context: bytes = CONTEXT) -> bytes:
    target = io.BytesIO()
    with SealingWriter(target, KEY, context) as writer:
        for at in range(0, len(plain), piece):
            assert writer.write(plain[at : at + piece]) == len(plain[at : at + piece])
    return target.getvalue()


def open_sealed(sealed: bytes, context: bytes = CONTEXT) -> SealedReader:
    return SealedReader(lambda start, end: sealed[start:end], len(sealed), KEY, context)


@pytest.mark.parametrize("size", SIZES)
def test_every_size_comes_back(size: int):
    plain = pattern(size)[:size]
    sealed = seal(plain)
    assert plain_size(len(sealed)) == size
    assert open_sealed(sealed).read() == plain


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 200_000), st.integers(0, 200_000))
def test_any_part_can_be_read_alone(start: int, length: int):
    plain = pattern(150_000)[:150_000]
    reader = open_sealed(seal(plain))
    reader.seek(start)
    assert reader.read(length) == plain[start : start + length]


def test_the_first_frame_may_be_corrected_until_the_end():
    target = io.BytesIO()
    plain = pattern(200_000)[:200_000]
    with SealingWriter(target, KEY, CONTEXT) as writer:
        writer.write(plain)
        writer.seek(4)
        writer.write(b"corrected")
        writer.seek(0, io.SEEK_END)
        writer.write(b"more")
    assert open_sealed(target.getvalue()).read() == plain[:4] + b"corrected" + plain[13:] + b"more"


def test_writing_back_behind_the_first_frame_is_refused():
    with SealingWriter(io.BytesIO(), KEY, CONTEXT) as writer:
        writer.write(bytes(200_000))
        writer.seek(100_000)
        with pytest.raises(OSError, match="end"):
            writer.write(b"x")


def test_nothing_plain_is_in_the_sealed_bytes():
    plain = pattern(200_000)[:200_000]
    assert plain[:64] not in seal(plain)


@pytest.mark.parametrize("at", [0, 10, HEADER_BYTES, HEADER_BYTES + 70_000, -1])
def test_a_flipped_byte_is_found(at: int):
    sealed = bytearray(seal(pattern(150_000)[:150_000]))
    sealed[at] ^= 1
    with pytest.raises(SealBroken):
        open_sealed(bytes(sealed)).read()


def test_damage_in_one_frame_leaves_the_others_readable():
    plain = pattern(200_000)[:200_000]
    sealed = bytearray(seal(plain))
    sealed[-1] ^= 1
    assert open_sealed(bytes(sealed)).read(FRAME_BYTES) == plain[:FRAME_BYTES]


def test_another_recordings_object_does_not_open():
    with pytest.raises(SealBroken):
        open_sealed(seal(b"hello", context=b"theirs")).read()


@pytest.mark.parametrize("cut", [1, TAG_BYTES + 1, FRAME_BYTES + TAG_BYTES])
def test_an_object_that_was_cut_short_does_not_pass_for_whole(cut: int):
    sealed = seal(pattern(3 * FRAME_BYTES)[: 3 * FRAME_BYTES])
    with pytest.raises(SealBroken):
        open_sealed(sealed[:-cut]).read()


def test_frames_exchanged_within_an_object_do_not_open():
    stride = FRAME_BYTES + TAG_BYTES
    sealed = seal(pattern(3 * FRAME_BYTES)[: 3 * FRAME_BYTES])
    first, second = sealed[HEADER_BYTES:][:stride], sealed[HEADER_BYTES + stride :][:stride]
    exchanged = sealed[:HEADER_BYTES] + second + first + sealed[HEADER_BYTES + 2 * stride :]
    with pytest.raises(SealBroken):
        open_sealed(exchanged).read(1)


def test_a_range_names_exactly_the_frames_that_hold_it():
    sealed = seal(pattern(150_000)[:150_000])
    found = SealedObject(sealed[:HEADER_BYTES], len(sealed), KEY, CONTEXT)
    start, end = found.sealed_range(1, 2)
    assert end == len(sealed)
    assert len(found.open_frames(1, sealed[start:end])) == 150_000 - FRAME_BYTES
