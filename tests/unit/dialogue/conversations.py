"""Conversations as plays: what the caller says, what the reply must contain, what must be done.

Monday 23 November 2026, 11:00 in London, at the demo clinic. A fact with a leading "!" must not be said.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    said: str
    facts: tuple[str, ...] = ()
    does: tuple[str, ...] = ()
    """Names of the actions, in order: TakeMessage, Escalate:<kind>, NoteUnanswered, EndCall:<outcome>."""


def t(said: str, *facts: str, does: str = "") -> Line:
    return Line(said, facts, tuple(does.split()))


PLAYS: dict[str, tuple[str | None, tuple[Line, ...]]] = {
    "two questions in one breath, then follow-ups": (
        None,
        (
            t(
                "how much is Botox and are you open on Saturday?",
                "£160 for one area",
                "£250 for three areas",
                "Saturday from 10 am to 4 pm",
            ),
            t("and how long does it take", "30 minutes"),
            t("what about lip filler", "Lip filler", "45 minutes"),
            t("does it hurt", "quick scratch"),
            t("who does it", "Dr Siobhan Byrne"),
            t("thanks that's great", "else"),
            t("no that's all bye", "oodbye", does="EndCall:answered"),
        ),
    ),
    "recogniser spellings": (
        None,
        (
            t("how much is boat ox", "Botox", "£160"),
            t("whats the price of lip solar", "Lip filler", "£190"),
            t("do you do micro needling", "Yes", "Microneedling", "£150"),
            t("hydra facial how long does that take", "45 minutes and an hour"),
        ),
    ),
    "where and how": (
        None,
        (
            t("what's your address and is there parking", "14 Harbour Lane", "four parking spaces"),
            t("how do I get there by tube", "Borough"),
            t("is it wheelchair accessible", "step-free"),
            t("what number can I ring you on", "020 7946 0100"),
        ),
    ),
    "opening hours are computed": (
        None,
        (
            t("are you open now", "Yes", "until 6 pm"),
            t("what time do you close today", "6 pm today"),
            t("when do you open tomorrow", "tomorrow from 9 am"),
            t("what about Sunday", "closed on Sunday"),
            t("how late are you open on Thursday", "8 pm on Thursday"),
            t("are you open on Saturday at half past four", "No", "10 am to 4 pm"),
            t("are you open on Christmas day", "closed", "Christmas Day"),
            t("are you open on bank holidays", "closed on bank holidays", "Christmas Eve"),
            t("what are your opening hours", "Monday to Wednesday from 9 am to 6 pm", "closed on Sunday"),
            t("are you open on the 31st of December", "9 am to 4 pm", "New Year's Eve"),
        ),
    ),
    "people": (
        None,
        (
            t("is Dr Byrne in on Tuesday", "No", "Monday, Thursday and Saturday"),
            t("what about Thursday", "Yes", "Dr Siobhan Byrne"),
            t("who works there", "Hannah Okafor", "Dr Marcus Adeyemi"),
            t("do you have a female doctor", "Dr Eleanor Whitfield"),
        ),
    ),
    "policies and questions": (
        None,
        (
            t("what happens if I cancel my appointment late", "48 hours"),
            t("can I pay by card", "card, cash or bank transfer"),
            t("do I need a referral", "don't need a referral"),
            t("can I bring my husband into the room", "chaperone"),
            t("I'm pregnant. Can I have Botox?", "during pregnancy", "!£160"),
            t("how long does Botox last", "three to four months"),
            t("what about lip filler", "six to nine months"),
        ),
    ),
    "a price without a service is asked for": (
        None,
        (
            t("how much is it", "Which treatment"),
            t("Profhilo", "£240", "£440"),
        ),
    ),
    "two services at once": (None, (t("how much are Botox and a chemical peel", "£160", "between £95 and £180"),)),
    "what is not known is not invented": (
        None,
        (
            t("do you do tattoo removal", "call you back", "!£", does="NoteUnanswered"),
            t("yes please", "name"),
            t("Mike", "number"),
            t("020 7946 0156", "0 2 0, 7 9 4 6, 0 1 5 6"),
            t("yeah", "passed that on", does="TakeMessage"),
            t("cheers bye", "oodbye", does="EndCall:message_taken"),
        ),
    ),
    "an offer declined": (
        None,
        (
            t("do you do dental implants", "call you back", does="NoteUnanswered"),
            t("no thank you", "else"),
            t("no", "oodbye", does="EndCall:no_request"),
        ),
    ),
    "a message, with the caller's number offered": (
        "+442079460155",
        (
            t("I'd like to leave a message", "name"),
            t("it's Sarah Jones", "number you're ringing from"),
            t("yes please", "about"),
            t("my prescription hasn't arrived", "call you back", does="TakeMessage"),
            t("no thanks", "oodbye", does="EndCall:message_taken"),
        ),
    ),
    "another number, said in pieces and corrected": (
        "+442079460155",
        (
            t("can somebody call me back please", "name"),
            t("my name is Tom", "ringing from"),
            t("no use my mobile", "Which number"),
            t("oh two oh seven nine four six", "rest"),
            t("oh double five three", "0 2 0, 7 9 4 6, 0 5 5 3"),
            t("no it ends five five", "7 9 4 6, 0 5 5 5"),
            t("no the last digit is four", "7 9 4 6, 0 5 5 4"),
            t("that's right", "about"),
            t("it's about my bill", "call you back", does="TakeMessage"),
        ),
    ),
    "a wrong number is asked for again": (
        None,
        (
            t("can I leave a message", "name"),
            t("Priya", "number"),
            t("oh two oh seven nine four six oh one two two", "0 2 0, 7 9 4 6, 0 1 2 2"),
            t("no that's wrong", "again"),
            t("oh two oh seven nine four six oh one two three", "0 1 2 3"),
            t("correct", "about"),
            t("an invoice", "call you back", does="TakeMessage"),
        ),
    ),
    "a number that nobody has is asked for again, digit by digit": (
        "+442079460155",
        (
            t("can somebody call me back please", "name"),
            t("my name is Tom", "ringing from"),
            t("no use my mobile", "Which number"),
            t("0279460123", "I don't think I got all of that", "0 2 7", "one digit at a time", "!right?"),
            t("o2 ops 7946 o123", "0 2 0, 7 9 4 6, 0 1 2 3", "right?"),
            t("that's right", "about"),
            t("it's about my bill", "call you back", does="TakeMessage"),
        ),
    ),
    "twice no number: the caller's own is offered, and taken": (
        "+442079460155",
        (
            t("can somebody call me back please", "name"),
            t("my name is Tom", "ringing from"),
            t("no use my mobile", "Which number"),
            t("0279460123", "one digit at a time"),
            t("oh two seven nine four six oh one two three", "can't get that number", "ringing from?"),
            t("yes okay", "about"),
            t("my bill", "call you back", does="TakeMessage"),
        ),
    ),
    "three times no number: the message goes with the caller's own": (
        "+442079460155",
        (
            t("can somebody call me back please about my bill", "name"),
            t("my name is Tom", "ringing from"),
            t("no use my mobile", "Which number"),
            t("0279460123", "one digit at a time"),
            t("0279460123", "ringing from?"),
            t("no", "Which number"),
            t("0279460123", "put down the number you're ringing from", "call you back", does="TakeMessage"),
        ),
    ),
    "no number is given, and none is known": (
        None,
        (
            t("can somebody call me back please about my bill", "name"),
            t("Tom", "number"),
            t("I'd rather not say", "leave the number out", "!call you back", does="TakeMessage"),
        ),
    ),
    "three times no number, and none to fall back on": (
        None,
        (
            t("can somebody call me back please about my bill", "name"),
            t("Tom", "number"),
            t("0279460123", "one digit at a time"),
            t("0279460123", "one digit at a time"),
            t("0279460123", "pass on what I heard", "!call you back", does="TakeMessage"),
        ),
    ),
    "a name that is spelt": (
        None,
        (
            t("please take a message", "name"),
            t("it's Smyth, S M Y T H", "number"),
        ),
    ),
    "a question while a message is taken": (
        None,
        (
            t("I want to leave a message", "name"),
            t("what time do you close today", "6 pm", "name"),
            t("do you have a dog", "add it to your message", "name", does="NoteUnanswered"),
            t("Jo Lee", "number"),
            t("actually never mind", "else"),
            t("no", "oodbye", does="EndCall:answered"),
        ),
    ),
    "medical advice is never given": (
        None,
        (
            t(
                "should I stop taking my antibiotics before Botox",
                "clinician",
                "call you back",
                "name",
                "!24 hours",
                does="Escalate:medical_question",
            ),
            t("Jane Park", "number"),
            t("020 7946 0177", "0 1 7 7"),
            t("yes", "call you back", does="TakeMessage"),
            t("that's all thanks", "oodbye", does="EndCall:escalated"),
        ),
    ),
    "a person is asked for": (
        "+442079460155",
        (
            t("can I speak to a real person", "call", "name", does="Escalate:person_requested"),
            t("Alan", "ringing from"),
            t("yeah that's fine", "about"),
            t("my account", "call you back", does="TakeMessage"),
        ),
    ),
    "a complaint": (
        None,
        (t("I want to complain about my treatment last week", "sorry to hear", "name", does="Escalate:complaint"),),
    ),
    "chest pain, on a noisy line": (
        None,
        (
            t("I have just pain", "999", "emergency", does="Escalate:emergency"),
            t("are you sure", "999"),
        ),
    ),
    "a near miss is asked about": (
        None,
        (
            t("I have just seen", "unwell"),
            t("yes", "999", does="Escalate:emergency"),
        ),
    ),
    "a near miss that was nothing": (
        None,
        (
            t("I have just seen", "unwell"),
            t("no", "help"),
        ),
    ),
    "self-harm has its own line": (
        None,
        (t("I don't want to live any more", "999", "Samaritans", "!emergency.", does="Escalate:emergency"),),
    ),
    "an emergency in the middle of a message": (
        None,
        (
            t("can I leave a message", "name"),
            t("my husband has collapsed", "999", does="Escalate:emergency"),
        ),
    ),
    "a booking becomes a request, honestly": (
        None,
        (
            t(
                "hi my name is Tom Baker I'd like to book an appointment for Botox on Friday afternoon",
                "can't book",
                "number",
            ),
            t("020 7946 0 123", "0 1 2 3"),
            t("yes", "call you back", does="TakeMessage"),
        ),
    ),
    "a booking without a service": (
        None,
        (
            t("can I make an appointment", "Which treatment"),
            t("a facial next Tuesday morning", "name"),
        ),
    ),
    "a change of appointment": (
        None,
        (
            t("I need to cancel my appointment", "can't change the diary", "When is your appointment"),
            t("tomorrow at three", "name"),
        ),
    ),
    "say that again, slower": (
        None,
        (
            t("how much is a mole check", "£125"),
            t("pardon", "£125"),
            t("could you speak more slowly", "£125"),
        ),
    ),
    "who and what am I talking to": (
        None,
        (
            t("are you a robot", "automated"),
            t("is this call being recorded", "Yes"),
            t("who am I speaking to", "Harbour Lane Clinic"),
            t("what can you do", "prices"),
            t("how are you", "very well"),
        ),
    ),
    "hello and hold on": (
        None,
        (
            t("hello", "help"),
            t("hang on a second", "time"),
            t("", "still there"),
        ),
    ),
    "not understood twice": (
        None,
        (
            t("blah flurb wibble", "another way"),
            t("qwerty zed", "message"),
            t("no", "else"),
        ),
    ),
    "wrong number": (None, (t("sorry wrong number", "Harbour Lane Clinic", "oodbye", does="EndCall:wrong_number"),)),
    "sales": (
        None,
        (
            t(
                "hello I'm calling from Bright Energy about your electricity contract",
                "sales calls",
                does="EndCall:sales",
            ),
        ),
    ),
    "rude": (None, (t("you are useless", "sorry", "call you back"), t("no", "else"))),
    "a caller who leaves in the middle is kept": (
        "+442079460155",
        (
            t("can I leave a message", "name"),
            t("my name is Ann", "ringing from"),
            t("sorry got to go bye", "oodbye", does="TakeMessage EndCall:message_taken"),
        ),
    ),
    "questions beside a wish are answered first": (
        None,
        (
            t(
                "what time do you close today and can I speak to someone",
                "6 pm",
                "name",
                does="Escalate:person_requested",
            ),
        ),
    ),
    "it is about my invoice is the message, and nothing to look up": (
        "+442079460155",
        (
            t("can I speak to someone", "name", does="Escalate:person_requested"),
            t("Sam Okafor", "ringing from"),
            t("yes please", "about"),
            t("It is about the price on my last invoice. That's all.", "call you back", "!£", does="TakeMessage"),
            t("No, that's all.", "oodbye", does="EndCall:escalated"),
        ),
    ),
    "a question at the wrong moment is still answered": (
        "+442079460155",
        (
            t("can I leave a message", "name"),
            t("Sam", "ringing from"),
            t("yes please", "about"),
            t("how much is Botox", "£160", "about"),
        ),
    ),
    "no, that is all, after a booking was offered": (
        None,
        (
            t("I'd like to book Botox", "booking request", "name"),
            t("No, that is all. thank you. good-bye.", "oodbye", "!Botox", does="EndCall:no_request"),
        ),
    ),
    "wait, and a question": (
        None,
        (
            t("Wait, what is your address, please?", "14 Harbour Lane", "!take your time"),
            t("hang on, are you open on Saturday", "10 am to 4 pm"),
            t("Hold on a second, let me find my diary.", "take your time"),
            t("Where can I part my car?", "four parking spaces"),
            t("wait, I'd like to leave a message", "name"),
        ),
    ),
    "thanks and goodbye in one": (
        None,
        (
            t("where are you", "14 Harbour Lane"),
            t("lovely thank you goodbye", "oodbye", does="EndCall:answered"),
        ),
    ),
}
