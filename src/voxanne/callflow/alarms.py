"""Red flags in the caller's words: answered before and above any receptionist. Pure."""

from __future__ import annotations

from voxanne.callflow.actions import Escalate, EscalationKind
from voxanne.callflow.floor import Timer
from voxanne.callflow.replying import Replying
from voxanne.callflow.safety import RedFlag, spoken_line
from voxanne.callflow.states import State
from voxanne.callflow.turns import Utterance


class Alarms(Replying):
    """Emergencies: the line to call, and a person told."""

    def _new_red_flag(self, utterance: Utterance, text: str, *, is_final: bool = True) -> RedFlag | None:
        """A danger in these words that this utterance has not been answered for yet.

        Words that are not final are judged more strictly: what comes next may take them back.
        """
        flag = self._find_red_flag(text, is_final=is_final) if text else None
        is_new = flag is not None and flag.is_emergency and flag.kind not in utterance.alarms
        return flag if is_new else None

    def _is_alarming(self, text: str) -> bool:
        flag = self._find_red_flag(text)
        return flag is not None and flag.is_emergency

    def _raise_alarm(self, utterance: Utterance, flag: RedFlag) -> None:
        """Somebody may be in danger: before and above any reply, say where help is, and tell a person."""
        utterance.alarms += (flag.kind.value,)
        self._cancel_reply()
        self._cancel_timers(Timer.ENDPOINT, Timer.TRANSCRIPT, Timer.SILENCE, Timer.HANG_UP)
        self._hush()
        self._note_outcome("emergency")
        self._run(Escalate(EscalationKind.EMERGENCY, reason=flag.kind.value, is_urgent=True))
        if not (self.state is State.CLOSING and self.is_goodbye_final):
            self._cancel_timers(Timer.CLOSING)
            self._move(State.SPEAKING)
            self.end_reason = None
        self._say(spoken_line(flag, self.plan.emergency_number), utterance.turn_id, is_protected=True)

    def _keep_last_words(self, utterance: Utterance) -> None:
        """The leg is gone, yet what the caller said last belongs in the record, and may be an emergency."""
        flag = self._new_red_flag(utterance, utterance.whole_text)
        if flag is not None:
            self._run(Escalate(EscalationKind.EMERGENCY, reason=flag.kind.value, is_urgent=True))
            self._note_outcome("emergency")
        elif utterance.whole_text and self.outcome == "no_words":
            self._note_outcome("answered")
        self._settle_caller_turn()
