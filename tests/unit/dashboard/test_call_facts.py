"""A call's event log in a reader's words."""

from __future__ import annotations

from voxanne.calls.records import CallEvent
from voxanne.dashboard.call_facts import latencies, log_lines, percentile, timeline


def event(position: int, kind: str, **payload: object) -> CallEvent:
    return CallEvent(position, position * 100, kind, payload)


def test_a_latency_shows_its_stages_in_the_order_they_happen() -> None:
    payload = {
        "turn_id": 3,
        "synthesis_ms": 31,
        "total_ms": 950,
        "pause_ms": 110,
        "turn": "x",
        "transcription_ms": 70.4,
    }
    (turn,) = latencies([event(1, "turn_latency", **payload), event(2, "turn_latency", turn_id=4)])
    assert (turn.total_ms, turn.is_slow) == (950, True)
    assert turn.parts == (("Pause", 110), ("Transcription", 70), ("Synthesis", 31))


def test_the_timeline_tells_how_the_call_went_and_not_how_the_engine_worked() -> None:
    lines = timeline(
        [
            event(5, "leg_hung_up", reason="caller_hung_up"),
            event(1, "leg_answered"),
            event(2, "caller_speech_started", at_ms=20),
            event(3, "speech_ended", speech_id=1, at_ms=4, heard_ms=1840, duration_ms=5100),
            event(4, "reply_part_ready", turn_id=2, part={"is": "Do", "action": {"is": "TakeMessage", "phone": "x"}}),
            event(6, "speech_ended", speech_id=2, heard_ms=900, duration_ms=900),
            event(7, "turn_latency", total_ms=400),
        ]
    )
    assert [line.title for line in lines] == ["Answered", "Reply cut short", "Message taken", "Line closed"]
    assert lines[1].facts == (("Heard", "1.8 of 5.1 s"),)
    assert lines[3].facts == (("Reason", "caller hung up"),)


def test_what_was_said_stays_out_of_the_log_lines() -> None:
    (line,) = log_lines([event(1, "transcript_heard", text="my name is")])
    assert (line.title, line.facts) == ("Transcript heard", ())


def test_percentiles_are_values_that_occurred() -> None:
    assert percentile([], 0.5) is None
    assert percentile([300], 0.95) == 300
    assert percentile([100, 200, 300, 400], 0.5) == 200
    assert percentile(list(range(1, 101)), 0.95) == 95
