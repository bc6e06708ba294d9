"""The figures of simulated calls."""

from __future__ import annotations

import pytest

from voxanne.telephony.simulated.outcome import CallOutcome, Turn, figures, percentile


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [([], 50, None), ([7.0], 95, 7.0), ([1.0, 2.0, 3.0, 4.0], 50, 2.0), ([float(i) for i in range(1, 101)], 95, 95.0)],
)
def test_a_percentile_is_a_measured_value(values: list[float], percent: float, expected: float | None) -> None:
    assert percentile(values, percent) == expected


def test_figures_take_all_calls_together() -> None:
    first = CallOutcome("a", "+442079460200", pick_up_ms=40, turns=[Turn("x", 300), Turn("y", None)])
    second = CallOutcome("a", "+442079460201", pick_up_ms=60, turns=[Turn("x", 500, was_cut_off=True)])
    second.barge_in_ms.append(210)
    second.failures.append("no answer")
    result = figures([first, second])
    assert (result.calls, result.failed, result.cut_off) == (2, 1, 1)
    assert (result.pick_up_p50_ms, result.pick_up_p95_ms) == (40, 60)
    assert (result.reply_p50_ms, result.reply_p95_ms) == (300, 500)
    assert (result.barge_in_p50_ms, result.barge_in_max_ms) == (210, 210)


def test_nothing_measured_is_none_and_not_zero() -> None:
    assert figures([]).reply_p95_ms is None
