"""A sealed log gives back what went in, and says where it was damaged, torn or tampered with."""

import io
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voxanne.audio.timeline import Track
from voxanne.storage.keys import MasterKeyRing, SealBroken
from voxanne.storage.sealed_log import AudioRecord, Damage, EndRecord, LogSealer, read_header, read_records

KEYS = MasterKeyRing(bytes(32))
ORGANISATION, CALL, OTHER_CALL = UUID(int=1), UUID(int=2), UUID(int=3)
SOUND = np.arange(160, dtype="<i2")


def make_log(chunks: int, call: UUID = CALL) -> list[bytes]:
    """Header, audio records, end."""
    sealer = LogSealer(KEYS, ORGANISATION, call, 8000)
    records = [sealer.audio(0, [(Track.CALLER, n * 160, (SOUND + n).tobytes())]) for n in range(chunks)]
    return [sealer.header.encode(), *records, sealer.end(chunks * 160)]


def read(data: bytes) -> list[AudioRecord | EndRecord | Damage]:
    file = io.BytesIO(data)
    return list(read_records(file, read_header(file), KEYS))


def indexes(found: list[AudioRecord | EndRecord | Damage]) -> list[int]:
    return [record.pieces[0].position // 160 for record in found if isinstance(record, AudioRecord)]


def test_what_went_in_comes_out():
    found = read(b"".join(make_log(3)))
    assert indexes(found) == [0, 1, 2]
    assert found[-1] == EndRecord(480)
    first = found[0]
    assert isinstance(first, AudioRecord)
    assert first.pieces[0].track is Track.CALLER
    assert np.array_equal(first.pieces[0].pcm, SOUND)


def test_no_sound_can_be_read_from_the_bytes():
    assert SOUND.tobytes()[:32] not in b"".join(make_log(3))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_log_torn_anywhere_keeps_every_whole_chunk(data: st.DataObject):
    parts = make_log(4)
    whole = b"".join(parts)
    header = len(parts[0])
    cut = data.draw(st.integers(header, len(whole) - 1))
    found = read(whole[:cut])
    ends = [header + sum(map(len, parts[1 : n + 2])) for n in range(4)]
    assert indexes(found) == [n for n in range(4) if ends[n] <= cut]
    assert not any(isinstance(record, EndRecord) for record in found)
    torn = [record for record in found if isinstance(record, Damage)]
    assert all(record.is_tail for record in torn)
    assert bool(torn) == (cut not in (header, *ends))


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_flipped_bit_costs_its_chunk_and_no_other(data: st.DataObject):
    parts = make_log(5)
    chunk = data.draw(st.integers(0, 4))
    damaged = bytearray(parts[chunk + 1])
    damaged[data.draw(st.integers(0, len(damaged) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    parts[chunk + 1] = bytes(damaged)
    found = read(b"".join(parts))
    assert indexes(found) == [n for n in range(5) if n != chunk]
    assert [r for r in found if isinstance(r, Damage)] == [Damage(chunk, is_tail=False)]
    assert found[-1] == EndRecord(800)


def test_a_chunk_of_another_call_does_not_authenticate():
    ours, theirs = make_log(3), make_log(3, OTHER_CALL)
    ours[2] = theirs[2]
    found = read(b"".join(ours))
    assert indexes(found) == [0, 2]
    assert Damage(1, is_tail=False) in found


def test_chunks_in_another_order_do_not_authenticate():
    parts = make_log(3)
    parts[1], parts[2] = parts[2], parts[1]
    assert indexes(read(b"".join(parts))) == [1, 2]


def test_a_chunk_taken_out_is_noticed_and_the_rest_kept():
    parts = make_log(4)
    del parts[2]
    found = read(b"".join(parts))
    assert indexes(found) == [0, 2, 3]
    assert Damage(1, is_tail=False) in found


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_flipped_bit_in_the_header_opens_nothing(data: st.DataObject):
    parts = make_log(2)
    damaged = bytearray(parts[0])
    damaged[data.draw(st.integers(0, len(damaged) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    try:
        found = read(bytes(damaged) + b"".join(parts[1:]))
    except SealBroken:
        return
    assert indexes(found) == []


@pytest.mark.parametrize("data", [b"", b"RIFF", bytes(200)])
def test_what_is_no_log_is_refused(data: bytes):
    with pytest.raises(SealBroken):
        read(data)
