"""What Twilio is told to do with a call, as TwiML. Pure.

    <Response>
      <Connect><Stream url="wss://..."><Parameter name="token" value="..."/></Stream></Connect>
      <Redirect method="POST">.../resume</Redirect>      runs once the stream is over or could not connect
    </Response>

`<Stream url>` allows no query string, so the token travels as a parameter of the `start` message
(https://www.twilio.com/docs/voice/twiml/stream). Sentences are spoken by the carrier's own voice,
because they are needed exactly when we cannot speak.
"""

from __future__ import annotations

from twilio.twiml.voice_response import Connect, Stream, VoiceResponse

from voxanne.telephony.front_desk import RefusalReason

TOKEN_PARAMETER = "token"  # noqa: S105  the parameter's name, not a secret

_LANGUAGE = "en-GB"
_REFUSALS = {
    RefusalReason.UNKNOWN_NUMBER: "Sorry, this number is not in use. Goodbye.",
    RefusalReason.NUMBER_OFF: "Sorry, nobody can take your call on this number at the moment. Goodbye.",
    RefusalReason.BUSY: "Sorry, all our lines are busy. Please call again in a few minutes. Goodbye.",
    RefusalReason.DRAINING: "Sorry, all our lines are busy. Please call again in a few minutes. Goodbye.",
    RefusalReason.ENDED: "Goodbye.",
}
_OUT_OF_ORDER = (
    "Sorry, we cannot take your call because of a technical problem. Please call again in a few minutes. "
    "In an emergency, hang up and call the emergency services. Goodbye."
)
_CUT_OFF = "Sorry, we were cut off. Please call again. Goodbye."


def connect(stream_url: str, token: str, resume_url: str) -> str:
    """Connect the call's media to us, and ask us again when that is over."""
    response = VoiceResponse()
    stream = Stream(url=stream_url)
    stream.parameter(name=TOKEN_PARAMETER, value=token)
    opened = Connect()
    opened.append(stream)
    response.append(opened)
    response.redirect(resume_url, method="POST")
    return str(response)


def refuse(why: RefusalReason) -> str:
    """A polite sentence, then the end of the call."""
    return _say_and_hang_up(_REFUSALS[why])


def out_of_order() -> str:
    """What a caller hears when we cannot even look up the number."""
    return _say_and_hang_up(_OUT_OF_ORDER)


def cut_off() -> str:
    """What a caller hears when the media connection died in mid-call."""
    return _say_and_hang_up(_CUT_OFF)


def hang_up() -> str:
    response = VoiceResponse()
    response.hangup()
    return str(response)


def _say_and_hang_up(sentence: str) -> str:
    response = VoiceResponse()
    response.say(sentence, language=_LANGUAGE)
    response.hangup()
    return str(response)
