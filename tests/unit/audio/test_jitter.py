"""Packets leave the reorder buffer in order, each at most once, never held back for long."""

from hypothesis import given
from hypothesis import strategies as st

from voxanne.audio.jitter import ReorderBuffer


def pushed(numbers: list[int], depth: int = 3) -> list[int]:
    buffer: ReorderBuffer[int] = ReorderBuffer(depth)
    out: list[int] = []
    for number in numbers:
        out += buffer.push(number, number)
    return out + buffer.flush()


def test_neighbours_that_changed_places_change_back():
    assert pushed([1, 2, 4, 3, 6, 5, 7]) == [1, 2, 3, 4, 5, 6, 7]


def test_a_lost_packet_is_given_up_when_three_wait_behind_it():
    buffer: ReorderBuffer[int] = ReorderBuffer(3)
    assert [buffer.push(n, n) for n in (1, 2, 4, 5, 6)] == [[1], [2], [], [], [4, 5, 6]]
    assert buffer.push(3, 3) == []
    assert buffer.late == 1


def test_a_packet_sent_twice_comes_out_once():
    assert pushed([1, 2, 2, 4, 4, 3, 5]) == [1, 2, 3, 4, 5]


@given(st.lists(st.integers(0, 200), max_size=80), st.integers(1, 5))
def test_order_is_strict_whatever_comes_in(numbers: list[int], depth: int):
    out = pushed(numbers, depth)
    assert out == sorted(set(out))
    assert set(out) <= set(numbers)


@given(st.permutations(list(range(12))), st.integers(1, 5))
def test_at_most_depth_packets_ever_wait(order: list[int], depth: int):
    buffer: ReorderBuffer[int] = ReorderBuffer(depth)
    inside = 0
    for number in order:
        late = buffer.late
        released = len(buffer.push(number, number))
        inside += 1 - released - (buffer.late - late)
        assert inside < depth or inside == 0


@given(st.data(), st.integers(0, 60))
def test_displacement_below_the_depth_is_undone(data: st.DataObject, count: int):
    # each packet may be overtaken by at most two others
    numbers = list(range(count))
    order = [0, *sorted(numbers[1:], key=lambda n: n + data.draw(st.integers(0, 2)))] if count else []
    assert pushed(order, 4) == numbers
