"""The receptionist's own sentences, in a few variants each, so that it does not sound like a tape. Pure data.

Which variant is said follows from the turn's number: the same conversation always sounds the same. None of
them states a fact about a clinic other than its name, which is filled in from the clinic's profile.
"""

from __future__ import annotations

from voxanne.dialogue.clinic import Clinic

VARIANTS: dict[str, tuple[str, ...]] = {
    "ask_name": ("Can I take your name, please?", "May I have your name, please?"),
    "ask_name_again": ("Sorry, I didn't catch your name. Could you say it again, or spell it?",),
    "ask_phone": ("And what's the best number to call you back on?",),
    "ask_phone_again": ("Sorry about that. Could you say the whole number again, please?",),
    "ask_phone_slowly": ("Could you say the number again, one digit at a time?",),
    "number_doubtful": ("Sorry, I don't think I got all of that.",),
    "number_given_up": ("I'm sorry, I can't get that number right.",),
    "number_is_yours": ("I'm sorry, I still didn't get it, so I'll put down the number you're ringing from.",),
    "number_unknown": ("I'm sorry, I still didn't get the whole number. I'll pass on what I heard.",),
    "number_left_out": ("No problem, I'll leave the number out.",),
    "ask_phone_rest": ("Thank you. And the rest of the number?",),
    "offer_caller_number": ("Shall we call you back on the number you're ringing from?",),
    "ask_other_number": ("No problem. Which number should we call you back on?",),
    "ask_reason": ("And what shall I tell them it's about?",),
    "ask_booking": ("Which treatment is it for, and which day and time would suit you?",),
    "ask_booking_day": ("Which day and time would suit you?",),
    "ask_change": ("When is your appointment, and what would you like to change?",),
    "anything_else": (
        "Is there anything else I can help you with?",
        "Can I help you with anything else?",
        "Was there anything else?",
    ),
    "what_is_it": ("Of course. What would you like to know?", "Certainly. What is it?"),
    "not_understood": (
        "Sorry, I didn't quite catch that. Could you say it another way?",
        "I'm sorry, I'm not sure I followed. What would you like to know?",
    ),
    "not_understood_offer": (
        "I'm sorry, I'm still not following. Shall I take a message, so that someone can call you back?",
    ),
    "not_known": (
        "I'm afraid I don't have that information. Shall I take a message, so that someone can call you back?",
        "I don't know that, I'm sorry. Would you like someone to call you back about it?",
    ),
    "not_known_added": ("I don't know that, I'm afraid, but I'll add it to your message.",),
    "not_known_also": ("I'm afraid I don't have the answer to the other part.",),
    "which_service": ("Which treatment would you like to know about?",),
    "take_message": ("Of course, I can take a message.", "Certainly, I'll take a message for you."),
    "person": (
        "I can't put you through right now, but I'll make sure that someone calls you back.",
        "There's nobody I can put you through to just now, but I'll arrange for someone to call you back.",
    ),
    "complaint": ("I'm sorry to hear that. I'll make sure that someone looks into it and calls you back.",),
    "medical": (
        "I'm not able to give medical advice, so I'll ask one of our clinicians to call you back about that.",
        "That's a question for a clinician, and I can't advise on it myself. I'll ask one of them to call you back.",
    ),
    "medical_again": ("I can't advise on that myself. I've asked for a clinician to call you back.",),
    "already_escalated": ("I've already passed that on, and someone will call you back.",),
    "booking": (
        "I can't book straight into the diary yet, but I can take a booking request,"
        " and the team will call you back to confirm it.",
    ),
    "change": (
        "I can't change the diary myself yet, but I'll pass it on, and the team will call you back to confirm it.",
    ),
    "unwell": ("Sorry, I want to be sure I heard you. Are you in pain, or feeling unwell, right now?",),
    "number_right": ("Is that right?", "Have I got that right?"),
    "done": (
        "Thank you. I've passed that on, and someone will call you back.",
        "That's all noted, and someone will call you back.",
    ),
    "done_no_number": ("Thank you. I've passed that on to the team.",),
    "dropped": ("No problem, I'll leave it there.",),
    "hold_on": ("Of course, take your time.",),
    "slower": ("Of course, I'll say that again.",),
    "robot": (
        "I'm an automated receptionist, a computer rather than a person."
        " I can answer questions about the clinic, or have someone call you back.",
    ),
    "recorded": ("Yes, this call is recorded.",),
    "abilities": (
        "I can tell you about our treatments, prices, opening hours and how to find us,"
        " and I can take a message for the team.",
    ),
    "how_are_you": ("I'm very well, thank you.",),
    "hearing": ("Yes, I can hear you.",),
    "hello": ("Hello!", "Hello there."),
    "how_help": ("How can I help?", "What can I help you with?"),
    "why": ("It's only so that the team can call you back.",),
    "thanks": ("You're welcome.", "My pleasure.", "No problem at all."),
    "rude": ("I'm sorry this is frustrating. Shall I ask someone to call you back?",),
    "sales": ("Thank you, but we don't take sales calls on this line. Goodbye.",),
    "nothing_to_repeat": ("I was asking how I can help you today.",),
    "still_there": ("Are you still there?",),
    "ended": ("This call has ended.",),
}


OFFER_MESSAGE = "Shall I take a message, so that someone can call you back?"


def say(key: str, turn: int) -> str:
    """One variant, chosen by the turn's number."""
    variants = VARIANTS[key]
    return variants[turn % len(variants)]


def greeting(clinic: Clinic) -> tuple[str, ...]:
    """What is said at pick-up."""
    return (
        f"Hello, you've reached {clinic.name}.",
        "I'm the automated receptionist, and this call is recorded.",
        "How can I help?",
    )


def goodbye(clinic: Clinic, turn: int) -> str:
    variants = goodbyes(clinic)
    return variants[turn % len(variants)]


def goodbyes(clinic: Clinic) -> tuple[str, ...]:
    return (f"Thank you for calling {clinic.name}. Goodbye.", "Thank you for calling. Take care, goodbye.")


def which_clinic(clinic: Clinic) -> str:
    return f"You've reached {clinic.name}, and I'm the automated receptionist."


def wrong_number(clinic: Clinic) -> str:
    return f"No problem, this is {clinic.name}. Goodbye."
