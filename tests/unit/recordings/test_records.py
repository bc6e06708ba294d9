"""The order of a recording's states: every one has an end, and no end is left but by deletion or loss."""

import pytest

from voxanne.recordings.playback import WHY_NOT
from voxanne.recordings.records import RecordingStatus, sources_of

S = RecordingStatus


def reachable_from(start: RecordingStatus) -> set[RecordingStatus]:
    found = {start}
    while True:
        more = {status for status in S if sources_of(status) & found} - found
        if not more:
            return found
        found |= more


def test_every_state_can_be_reached_from_the_first():
    assert reachable_from(S.RECORDING) == set(S)


@pytest.mark.parametrize("status", [S.DECLINED, S.DISABLED, S.EXPIRED, S.ERASED, S.LOST])
def test_ends_are_final(status: RecordingStatus):
    assert reachable_from(status) == {status}


def test_only_what_was_finished_can_be_stored():
    assert sources_of(S.STORED) == {S.FINISHING}


def test_every_state_but_stored_tells_a_listener_why_there_is_nothing_to_hear():
    assert set(WHY_NOT) == set(S) - {S.STORED}
