"""What `voxanne simulate` prints."""

from __future__ import annotations

from voxanne.commands.simulate import table, turn_list
from voxanne.telephony.simulated.outcome import CallOutcome, EndedBy, Turn


def test_the_table_shows_every_call_and_all_of_them_together() -> None:
    good = CallOutcome(
        "enquiry",
        "+442079460200",
        pick_up_ms=41.4,
        turns=[Turn("x", 310.2), Turn("y", 420.0)],
        barge_in_ms=[212.0],
        ended_by=EndedBy.RECEPTIONIST,
        is_recorded=True,
        is_transcribed=True,
    )
    bad = CallOutcome("silent", "+442079460201", is_recorded=False, failures=["no answer to: the ringing"])
    lines = table([good, bad]).splitlines()
    assert lines[2].split() == ["1", "enquiry", "41", "310", "420", "212", "yes", "yes", "receptionist"]
    assert lines[3].split() == ["2", "silent", "-", "-", "-", "-", "NO", "-", "nobody"]
    assert "pick-up     p50    41   p95    41 ms" in lines
    assert "reply       p50   310   p95   420 ms" in lines
    assert "calls: 2, failed: 1" in lines
    assert lines[-1] == "call 2: no answer to: the ringing"


def test_a_machine_that_was_too_busy_says_so() -> None:
    outcome = CallOutcome("enquiry", "+442079460200", late_frames=7)
    assert "7 frames of the callers left late" in table([outcome])


def test_no_phone_number_is_printed() -> None:
    assert "+44" not in table([CallOutcome("enquiry", "+442079460200", failures=["no answer to: Hello"])])


def test_turns_are_listed_with_their_waits() -> None:
    turns = [Turn("How much is it?", 310.2), Turn("Yes, and", None, was_cut_off=True)]
    lines = turn_list([CallOutcome("enquiry", "+442079460200", turns=turns)]).splitlines()
    assert lines == ["call   1    310  How much is it?", "call   1      -  cut off  Yes, and"]
