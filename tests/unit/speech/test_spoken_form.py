import pytest
from hypothesis import given
from hypothesis import strategies as st

from voxanne.speech.spoken_contact import phone_number
from voxanne.speech.spoken_form import spoken_form
from voxanne.speech.spoken_numbers import cardinal, ordinal, year

SAID = {
    # prices
    "Botox is £120.": "Botox is one hundred and twenty pounds.",
    "It costs £1,250 in all.": "It costs one thousand two hundred and fifty pounds in all.",
    "Between £120–£180.": "Between one hundred and twenty to one hundred and eighty pounds.",
    "From £120-180.": "From one hundred and twenty to one hundred and eighty pounds.",
    "£49.50 a session": "forty-nine pounds fifty a session",
    "£1": "one pound",
    "£9.05": "nine pounds and five pence",
    "£0.50 or 50p": "fifty pence or fifty pence",
    "$12.50": "twelve dollars fifty",
    "£2k": "two thousand pounds",
    # times
    "9:30am": "nine thirty am",
    "We open at 9am.": "We open at nine am.",
    "at 17:00": "at five pm",
    "at 17:05": "at five oh five pm",
    "at 09:00": "at nine am",
    "at 9:15": "at nine fifteen",
    "at 11:00": "at eleven o'clock",
    "12:00": "midday",
    "12pm": "midday",
    "9am–5pm": "nine am to five pm",
    "9:00-17:30": "nine o'clock to five thirty pm",
    "at 9.30am": "at nine thirty am",
    "8 a.m. to 6 p.m. daily": "eight am to six pm daily",
    # days and dates
    "Mon–Fri": "Monday to Friday",
    "Monday-Saturday": "Monday to Saturday",
    "on Tue 3 March": "on Tuesday the third of March",
    "14 March 2026": "the fourteenth of March, twenty twenty-six",
    "the 14th of March": "the fourteenth of March",
    "March 14th": "the fourteenth of March",
    "05/01/2027": "the fifth of January, twenty twenty-seven",
    "2026-11-23": "the twenty-third of November, twenty twenty-six",
    "the 1st, 2nd and 21st": "the first, second and twenty-first",
    "in 2005": "in two thousand and five",
    # durations, shares, counts
    "30 mins": "thirty minutes",
    "It takes 30-45 mins.": "It takes thirty to forty-five minutes.",
    "1 hr": "one hour",
    "a 30-minute visit": "a thirty-minute visit",
    "1.5 hours": "one point five hours",
    "20% off": "twenty percent off",
    "2.5%": "two point five percent",
    "24/7": "twenty-four seven",
    "3–5 sessions": "three to five sessions",
    "about 1,500 patients": "about one thousand five hundred patients",
    "reference 104532": "reference one oh four five three two",
    "vitamin B12": "vitamin B twelve",
    # contacts
    "Call 020 7946 0100.": "Call oh two oh, seven nine four six, oh one hundred.",
    "Call +44 20 7946 0123 now": "Call oh two oh, seven nine four six, oh one two three now",
    "(020) 7946 0958": "oh two oh, seven nine four six, oh nine five eight",
    "on 020 79460123": "on oh two oh, seven nine four six, oh one two three",
    "415-555-0182": "four one five, five five five, oh one eight two",
    "hello@harley.co.uk": "hello at harley dot co dot u k",
    "www.harley.clinic/book": "double-u double-u double-u, dot harley dot clinic slash book",
    "W1G 7HU": "W one G, seven H U",
    # abbreviations
    "Dr Byrne": "Doctor Byrne",
    "Dr. Patel's clinic": "Doctor Patel's clinic",
    "12 Harley St, near St Mary's": "twelve Harley Street, near Saint Mary's",
    "5 Mill Rd.": "five Mill Road",
    "Mrs Jones & Mr Khan": "Missus Jones and Mister Khan",
    "e.g. a peel": "for example a peel",
    "approx. 40 mins": "approximately forty minutes",
    "please dial 999": "please dial nine nine nine",
    "call NHS 111 or 112": "call NHS one one one or one one two",
    "£999": "nine hundred and ninety-nine pounds",
    "ext 204": "extension two hundred and four",
}  # fmt: skip


@pytest.mark.parametrize("written", SAID)
def test_written_form_is_put_into_words(written: str) -> None:
    assert spoken_form(written) == SAID[written]


@pytest.mark.parametrize(
    "sentence",
    [
        "Of course, I can help with that.",
        "Would you like me to take a message?",
        "I'm sorry, I didn't catch that; could you say it again?",
    ],
)
def test_plain_words_are_left_alone(sentence: str) -> None:
    assert spoken_form(sentence) == sentence


@given(st.text(max_size=80))
def test_any_text_is_put_into_words_and_no_digit_is_left(text: str) -> None:
    assert not any(character in "0123456789" for character in spoken_form(text))


@given(st.text(st.sampled_from("0123456789 ./:-–£%&+@,apmthndrMS()k'"), max_size=30))
def test_any_jumble_of_figures_and_signs_is_put_into_words(text: str) -> None:
    assert not any(character in "0123456789" for character in spoken_form(text))


@given(st.integers(0, 999_999_999_999))
def test_cardinals_have_no_digits_and_no_double_spaces(number: int) -> None:
    words = cardinal(number)
    assert not any(character.isdigit() for character in words)
    assert "  " not in words


def test_ordinals_and_years() -> None:
    assert [ordinal(number) for number in (1, 8, 12, 20, 31, 100)] == [
        "first", "eighth", "twelfth", "twentieth", "thirty-first", "one hundredth"
    ]  # fmt: skip
    assert [year(number) for number in (1900, 1907, 2000, 2009, 2010)] == [
        "nineteen hundred", "nineteen oh seven", "two thousand", "two thousand and nine", "twenty ten"
    ]  # fmt: skip


@given(st.from_regex(r"\+44207946[0-9]{4}", fullmatch=True))
def test_every_digit_of_a_phone_number_is_said(number: str) -> None:
    words = phone_number(number).replace(",", "").split()
    hundred = words[-1] == "hundred"
    assert len(words) == 11 - (1 if hundred else 0)
