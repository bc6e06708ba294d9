from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from voxanne.speech.sentences import LONGEST, SentenceStream, sentences

PROSE = st.text(st.sampled_from("abcDr .,!?;:–'\"9 "), max_size=400)


def test_each_sentence_is_a_piece() -> None:
    assert sentences("Of course. When would you like to come? We have time!") == (
        "Of course.",
        "When would you like to come?",
        "We have time!",
    )


def test_titles_initials_and_decimals_do_not_end_a_sentence() -> None:
    text = "Dr. Byrne and J. Smith charge 12.50 for it, approx. 30 mins."
    assert sentences(text) == (text,)


def test_half_days_end_a_sentence_only_before_a_capital() -> None:
    assert sentences("We open at 9 a.m. on Monday. We close at 5 p.m. Is that all right?") == (
        "We open at 9 a.m. on Monday.",
        "We close at 5 p.m.",
        "Is that all right?",
    )


def test_a_long_first_sentence_is_cut_after_its_first_clause() -> None:
    pieces = sentences(
        "We are open from Monday to Friday, from nine in the morning until six in the evening, and on Saturday."
    )
    assert pieces[0] == "We are open from Monday to Friday,"
    assert len(pieces) == 2


def test_later_sentences_are_not_cut_at_clauses() -> None:
    long = "It takes about an hour in most cases, though the first visit, with the consultation, may take longer."
    assert sentences(f"Certainly. {long}") == ("Certainly.", long)


def test_a_piece_is_held_back_until_the_next_word_has_come() -> None:
    stream = SentenceStream()
    assert stream.push("We are open until 5 p.") == []
    assert stream.push("m. ") == []
    assert stream.push("T") == ["We are open until 5 p.m."]
    assert stream.push("hat is all.") == []
    assert stream.finish() == ["That is all."]


@given(PROSE)
def test_pieces_joined_are_the_text(text: str) -> None:
    assert " ".join(sentences(text)).replace(" ", "") == text.replace(" ", "")
    assert all(0 < len(piece) <= LONGEST for piece in sentences(text))


@given(PROSE, st.lists(st.integers(0, 400), max_size=8))
def test_chunking_does_not_change_the_pieces(text: str, cuts: list[int]) -> None:
    places = [0, *sorted(min(cut, len(text)) for cut in cuts), len(text)]
    stream = SentenceStream()
    pieces = [piece for start, end in pairwise(places) for piece in stream.push(text[start:end])]
    assert tuple(pieces + stream.finish()) == sentences(text)
