"""Scenes of a call, told as plays: what happens goes in, what is to be done comes out."""

from __future__ import annotations

from tests.unit.callflow.plays import GREETING, Play

from voxanne.callflow import commands as c
from voxanne.callflow import events as e
from voxanne.callflow.actions import EndCall, Escalate, TakeMessage
from voxanne.callflow.phrases import Phrases
from voxanne.callflow.plan import CallPlan
from voxanne.callflow.reply import Do, Expect, Expecting, Say
from voxanne.callflow.states import State

PHRASES = Phrases()


def test_the_call_begins_with_the_greeting() -> None:
    play = Play().answered()
    assert play.said() == list(GREETING)
    assert play.state is State.GREETING


def test_a_greeting_that_keeps_quiet_about_the_recording_is_completed() -> None:
    play = Play(CallPlan(("Hello.",), "999")).answered()
    assert play.said() == ["Hello.", PHRASES.recording_notice]


def test_a_call_that_is_not_recorded_does_not_claim_it() -> None:
    play = Play(CallPlan(("Hello.",), "999", is_recorded=False)).answered()
    assert play.said() == ["Hello."]


def test_transcription_and_judgement_start_side_by_side_at_the_pause() -> None:
    play = Play().greeted().starts().pauses()
    (transcribe,), (judge,) = play.wanted(c.Transcribe), play.wanted(c.JudgeTurn)
    assert transcribe.turn_id == judge.turn_id
    assert transcribe.to_ms == judge.to_ms


def test_a_reply_is_prepared_before_the_turn_is_known_to_be_over_and_spoken_after() -> None:
    play = Play().greeted().starts().pauses().words("how much is Botox?")
    assert [command.text for command in play.wanted(c.GenerateReply)] == ["how much is Botox?"]
    play.replies(Say("It starts at two hundred pounds."))
    assert play.wanted(c.PrepareSpeech) == [c.PrepareSpeech("It starts at two hundred pounds.")]
    assert play.said() == []
    play.judged()
    assert play.said() == []
    play.fires("endpoint")
    assert play.wanted(c.CommitReply)
    assert play.said() == ["It starts at two hundred pounds."]
    assert play.state is State.SPEAKING


def test_nothing_of_a_reply_is_done_before_it_is_committed() -> None:
    action = TakeMessage("Ann", "+442079460111", "call back")
    play = (
        Play().greeted().starts().pauses().words("please take a message").replies(Do(action), Say("I have noted it."))
    )
    assert play.all_of(c.RunAction) == []
    play.over()
    assert [command.action for command in play.wanted(c.RunAction)] == [action]


def test_a_caller_who_goes_on_makes_everything_prepared_stale() -> None:
    play = Play().greeted().starts().pauses().words("I would like to come on Monday.")
    stale = play.turn_id()
    play.starts()
    assert play.wanted(c.CancelReply) == [c.CancelReply(stale)]
    play.replies(Say("Monday it is, then."), turn_id=stale)
    assert play.commands == []
    play.pauses()
    assert play.turn_id() != stale
    assert play.wanted(c.Transcribe)[0].from_ms == play.all_of(c.Transcribe)[0].from_ms
    play.send(e.TranscriptHeard(stale, "I would like to come on Monday.", 0.9, ""))
    assert play.commands == []


def test_speech_over_ours_silences_us_at_once() -> None:
    play = Play().greeted().asks("when are you open?").starts()
    assert play.wanted(c.PauseSpeaking) == []
    play.goes_on()
    assert play.wanted(c.PauseSpeaking)
    assert play.state is State.SPEAKING


def test_a_nod_lets_us_go_on_and_is_kept() -> None:
    play = Play().greeted().asks("when are you open?").starts().goes_on().pauses(300).words("uh-huh")
    assert play.wanted(c.ResumeSpeaking)
    assert [segment.text for segment in play.wanted(c.SaveSegment) if segment.is_final] == ["uh-huh"]
    assert play.wanted(c.GenerateReply) == []


def test_an_echo_lets_us_go_on_and_is_not_kept() -> None:
    play = Play().greeted().asks("when are you open?").starts().goes_on().pauses(900).words("open from nine to five")
    assert play.wanted(c.ResumeSpeaking)
    assert play.wanted(c.SaveSegment) == []


def test_a_line_that_echoes_no_longer_silences_us_so_easily() -> None:
    play = Play().greeted().asks("when are you open?")
    for _ in range(2):
        play.starts().goes_on().pauses(900).words("open from nine to five")
    play.starts().goes_on()
    assert play.wanted(c.PauseSpeaking) == []
    play.goes_on(voiced_ms=1_000)
    assert play.wanted(c.PauseSpeaking)


def test_an_interruption_stops_us_and_tells_the_receptionist_what_was_heard() -> None:
    play = Play().greeted().asks("when are you open?").starts().goes_on()
    speech_id = play.machine.playout.queue[0].speech_id
    play.send(e.SpeechPaused(speech_id, 1_500)).pauses(900).words("no, where are you?")
    assert play.wanted(c.StopSpeaking)
    (heard,) = play.wanted(c.NoteHeard)
    assert heard.heard_text == "We are open from nine to"
    assert [command.was_interruption for command in play.wanted(c.GenerateReply)] == [True]
    play.send(e.SpeechEnded(speech_id, play.now, 1_500, 4_000))
    assert [segment.text for segment in play.wanted(c.SaveSegment)] == ["We are open from nine to"]


def test_a_hello_into_the_greeting_is_no_interruption() -> None:
    play = Play().answered().begins().starts().goes_on().pauses(400).words("Hello?")
    assert play.wanted(c.ResumeSpeaking)
    assert play.state is State.GREETING


def test_the_emergency_line_is_said_on_partial_words_and_nothing_talks_over_it() -> None:
    play = Play().greeted().starts().goes_on(1_000, has_room=True)
    assert play.wanted(c.TranscribePartial)
    play.send(e.PartialHeard(play.turn_id(), "my husband is not breathing"))
    assert "999" in " ".join(play.said())
    assert [type(command.action) for command in play.wanted(c.RunAction)] == [Escalate]
    assert play.wanted(c.SaveOutcome) == [c.SaveOutcome("emergency")]
    play.begins().goes_on(2_000)
    assert play.wanted(c.PauseSpeaking) == []


def test_the_same_emergency_is_not_answered_twice() -> None:
    play = Play().greeted().starts().goes_on(1_000, has_room=True)
    play.send(e.PartialHeard(play.turn_id(), "my husband is not breathing"))
    play.pauses(2_000).words("my husband is not breathing please help")
    assert play.said() == []
    assert play.wanted(c.GenerateReply) == []
    assert len(play.all_of(c.RunAction)) == 1


def test_partial_words_that_the_next_ones_may_take_back_raise_no_alarm_yet() -> None:
    play = Play().greeted().starts().goes_on(1_000, has_room=True)
    play.send(e.PartialHeard(play.turn_id(), "I had a stroke"))
    assert play.said() == []
    play.pauses(2_000).words("I had a stroke five years ago, can I still have Botox?")
    assert play.wanted(c.GenerateReply)
    assert play.all_of(c.RunAction) == []


def test_the_same_words_left_as_they_are_raise_it() -> None:
    play = Play().greeted().starts().goes_on(1_000, has_room=True)
    play.send(e.PartialHeard(play.turn_id(), "my dad had a stroke"))
    play.pauses(2_000).words("my dad had a stroke")
    assert "999" in " ".join(play.said())
    assert [type(command.action) for command in play.wanted(c.RunAction)] == [Escalate]


def test_words_that_come_late_leave_no_caller_in_silence() -> None:
    play = Play().greeted().starts().goes_on(1_000, has_room=True)
    play.send(e.PartialHeard(play.turn_id(), "how much is botox")).pauses(1_000).fires("transcript")
    play.send(e.TranscriptHeard(play.turn_id(), "", 0.9, ""))
    assert play.wanted(c.GenerateReply) == []
    assert "reply" in play.timers
    play.send(e.TranscriptHeard(play.turn_id(), "how much is botox for men", 0.9, ""))
    assert [command.text for command in play.wanted(c.GenerateReply)] == ["how much is botox for men"]
    assert "reply" in play.timers


def test_medical_advice_is_left_to_the_receptionist() -> None:
    play = Play().greeted().starts().pauses().words("can I take ibuprofen after my treatment?")
    assert play.wanted(c.GenerateReply)
    assert play.all_of(c.RunAction) == []


def test_after_a_goodbye_a_thank_you_does_not_keep_the_line_open() -> None:
    play = (
        Play().greeted().starts().pauses().words("that is all").replies(Say("Goodbye then."), Do(EndCall("answered")))
    )
    play.over().heard_all()
    assert play.state is State.CLOSING
    play.starts(100)
    assert "hang_up" not in play.timers
    play.pauses(600).words("thank you, bye")
    assert play.wanted(c.GenerateReply) == []
    play.fires("hang_up")
    assert play.wanted(c.HangUp) == [c.HangUp("goodbye")]


def test_after_a_goodbye_one_more_question_keeps_the_call_open() -> None:
    play = (
        Play().greeted().starts().pauses().words("that is all").replies(Say("Goodbye then."), Do(EndCall("answered")))
    )
    play.over().heard_all().starts(100).pauses(900).words("oh wait, do you have parking?")
    assert play.wanted(c.GenerateReply)
    assert play.state is State.LISTENING
    assert "closing" not in play.timers


def test_an_action_that_fails_is_never_passed_off_as_done() -> None:
    message = TakeMessage("Ann", "+442079460111", "call back")
    play = Play().greeted().starts().pauses().words("take a message").replies(Say("I have noted it."), Do(message))
    play.over()
    play.send(e.ActionReturned(1, is_done=False))
    assert " ".join(play.said()) == PHRASES.action_failed


def test_we_do_not_hang_up_while_an_action_is_under_way() -> None:
    message = TakeMessage("Ann", "+442079460111", "call back")
    play = Play().greeted().starts().pauses().words("take a message and bye")
    play.replies(Do(message), Say("I have noted it, goodbye."), Do(EndCall("message"))).over()
    play.heard_all()
    assert "hang_up" not in play.timers
    play.send(e.ActionReturned(1, is_done=True))
    assert "hang_up" in play.timers


def test_a_transfer_that_fails_is_admitted() -> None:
    play = Play().greeted().asks("can I speak to somebody?", "Let me see who is in.")
    play.send(e.ActionReturned(1, is_done=True))  # none was asked for: ignored
    play.machine.pending_actions.add(7)
    play.send(e.ActionReturned(7, is_done=True, transfer_to="+442079460120"))
    play.send(e.SpeechEnded(play.machine.playout.queue[0].speech_id, play.now, 4_000, 4_000), 4_000)
    assert play.state is State.TRANSFERRING
    while not play.machine.playout.is_idle:
        play.heard_all()
    assert play.wanted(c.Transfer) == [c.Transfer("+442079460120")]
    play.send(e.TransferEnded("busy"), 10_000)
    assert play.state is State.SPEAKING
    assert " ".join(play.said()) == PHRASES.transfer_failed


def test_digits_are_waited_for_longer_when_they_were_asked_for() -> None:
    play = Play().greeted().starts().pauses().words("please call me")
    play.replies(Say("What is your number?"), Expect(Expecting.DIGITS)).over().heard_all()
    play.starts().pauses().words("zero two zero").judged()
    due, _ = play.timers["endpoint"]
    assert due - (play.now - 65) > 600
    assert play.state is State.LISTENING


def test_a_name_that_was_asked_for_is_not_taken_for_one_of_the_clinics_people() -> None:
    play = Play().greeted().starts().pauses()
    assert [command.is_name for command in play.wanted(c.Transcribe)] == [False]
    play.words("please call me").replies(Say("What is your name?"), Expect(Expecting.NAME)).over().heard_all()
    play.starts().pauses()
    assert [command.is_name for command in play.wanted(c.Transcribe)] == [True]


def test_keys_end_with_a_hash_or_a_pause_and_a_star_begins_anew() -> None:
    play = Play().greeted()
    for digit in "9*123#":
        play.send(e.DigitPressed(digit, play.now), 200)
    assert [command.text for command in play.all_of(c.GenerateReply)] == ["123"]
    play = Play().greeted()
    for digit in "456":
        play.send(e.DigitPressed(digit, play.now), 200)
    play.fires("digits")
    assert [command.text for command in play.all_of(c.GenerateReply)] == ["456"]


def test_silence_is_prompted_and_a_word_starts_the_count_anew() -> None:
    play = Play().greeted().fires("silence")
    assert play.said() == [PHRASES.still_there]
    play.heard_all().fires("silence")
    assert " ".join(play.said()) == PHRASES.take_your_time
    while not play.machine.playout.is_idle:
        play.heard_all()
    play.asks("sorry, I am here").send(
        e.SpeechEnded(play.machine.playout.queue[0].speech_id, play.now, 4_000, 4_000), 4_000
    )
    due, _ = play.timers["silence"]
    assert due - play.now == 8_000


def test_noise_does_not_start_the_silence_anew() -> None:
    play = Play().greeted()
    before, _ = play.timers["silence"]
    play.starts().pauses(400).words("")
    after, _ = play.timers["silence"]
    assert after == before


def test_music_for_a_minute_and_a_half_ends_the_call() -> None:
    play = Play().greeted()
    for _ in range(3):
        play.starts(100).goes_on(1_000).pauses(30_000).words("")
    assert play.state is State.CLOSING
    assert play.machine.end_reason == "runaway"


def test_endless_speech_is_answered_anyway() -> None:
    play = Play().greeted().starts()
    start = play.now
    play.now += 29_000
    play.send(e.CallerSpeechContinued(start + 30_000, 30_000, False), 1_000)
    assert play.wanted(c.Transcribe)
    play.words("and then I said and then she said").replies(Say("I see."))
    assert play.said() == ["I see."]


def test_the_last_minute_is_announced_and_the_limit_kept() -> None:
    play = Play().greeted().fires("last_minute")
    assert play.said() == [PHRASES.nearly_over]
    play.heard_all().fires("max_duration")
    assert play.state is State.CLOSING
    assert " ".join(play.said()) == PHRASES.time_is_up


def test_a_goodbye_that_is_never_heard_does_not_keep_the_line() -> None:
    play = Play().greeted().send(e.CloseRequested("draining")).fires("closing")
    assert play.wanted(c.HangUp) == [c.HangUp("draining")]


def test_long_thinking_is_bridged_and_then_given_up() -> None:
    play = Play().greeted().starts().pauses().words("when are you open?").over()
    play.fires("filler")
    assert play.said() == [PHRASES.one_moment]
    play.heard_all()
    while "filler" in play.timers and play.timers["filler"][0] < play.timers["reply"][0]:
        play.fires("filler")
        while not play.machine.playout.is_idle:
            play.heard_all()
    play.fires("reply")
    assert play.wanted(c.CancelReply)
    assert PHRASES.in_trouble.startswith(play.said()[0])


def test_a_recogniser_that_never_answers_is_given_up() -> None:
    play = Play().greeted().starts().pauses().fires("transcript")
    assert " ".join(play.said()) == PHRASES.not_caught


def test_nothing_happens_after_the_end() -> None:
    play = Play().greeted().send(e.LegHungUp("caller_hung_up"))
    assert play.state is State.ENDED
    assert not play.timers
    for event in (e.LegAnswered(), e.CallerSpeechStarted(0), e.DigitPressed("1", 0), e.LegHungUp("again")):
        assert play.send(event).commands == []
