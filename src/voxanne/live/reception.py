"""Where a connected leg becomes a live call: looks up what the clinic's call needs and hands it to the desk."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import psycopg
import structlog

from voxanne.callflow.actions import Action
from voxanne.callflow.sentences import sentences_of
from voxanne.clock import Clock
from voxanne.dialogue.clinic import Clinic, ClinicKnowledge
from voxanne.dialogue.port import Receptionist
from voxanne.errors import NotFound, ProviderError
from voxanne.knowledge.vocabulary import vocabulary_of
from voxanne.live.desk import LiveDesk, fixed_sentences
from voxanne.live.port import ActionOutcome, ActionResult, LiveCall
from voxanne.messages.desk import CallDesk
from voxanne.speech.phrase_cache import PhraseCache
from voxanne.speech.port import Transcriber, Vocabulary
from voxanne.telephony.front_desk import CallOffer
from voxanne.telephony.port import Leg

log = structlog.get_logger(__name__)

CLINIC_DEADLINE_S = 1.5
"""A caller whose clinic cannot be looked up is greeted all the same, and soon."""
PHONE_RATE_HZ = 8000
BROWSER_RATE_HZ = 16000
EMERGENCY_NUMBER_OF_LAST_RESORT = "112"
"""Reaches the emergency services in the UK, the EU and from any GSM phone (3GPP TS 22.101, 10.1)."""


@dataclass(frozen=True, slots=True)
class FiledActions:
    """Performs a live call's actions at the clinic's desk (`live.port.ActionDesk`)."""

    desk: CallDesk

    async def perform(self, action: Action, call: LiveCall, action_id: UUID) -> ActionResult:
        is_filed = await self.desk.file(
            action,
            organisation_id=call.organisation_id,
            call_id=call.call_id,
            caller_number=call.caller_number,
            action_id=action_id,
        )
        return ActionResult(ActionOutcome.DONE if is_filed else ActionOutcome.FAILED)


class Reception:
    """One node's. Keeps each clinic's vocabulary until its knowledge changes."""

    def __init__(
        self,
        desk: LiveDesk,
        knowledge: ClinicKnowledge,
        receptionist: Receptionist,
        phrases: PhraseCache,
        transcriber: Transcriber,
        clock: Clock,
        *,
        max_call_s: int,
    ) -> None:
        self._desk = desk
        self._knowledge = knowledge
        self._receptionist = receptionist
        self._phrases = phrases
        self._transcriber = transcriber
        self._clock = clock
        self._max_call_s = max_call_s
        self._vocabularies: dict[UUID, tuple[int, Vocabulary]] = {}

    async def answer(self, leg: Leg, offer: CallOffer) -> None:
        """Conduct the call that was offered until everything about it is kept."""
        clinic = await self._clinic_of(offer.organisation_id)
        call = LiveCall(
            call_id=offer.call_id,
            organisation_id=offer.organisation_id,
            clinic_number=offer.called_number,
            caller_number=offer.caller_number,
            # the call is answered now; the row's start is when it began to ring
            started_at=self._clock.now(),
            time_zone=clinic.time_zone if clinic else "UTC",
            emergency_number=clinic.emergency_number if clinic else EMERGENCY_NUMBER_OF_LAST_RESORT,
            vocabulary=self._vocabulary_of(clinic) if clinic else Vocabulary(),
            max_duration_s=self._max_call_s,
        )
        await self._desk.conduct(leg, call)

    async def warm(self, organisation_ids: Sequence[UUID], rate_hz: int, most: int | None = None) -> None:
        """Render what each clinic says again and again, the greeting first, at most the `most` likeliest phrases;
        without that limit its vocabulary is made ready too. What is ready already costs nothing."""
        for organisation_id in organisation_ids:
            try:
                clinic = await self._knowledge.clinic(organisation_id)
                if most is None:
                    await self._transcriber.prepare(self._vocabulary_of(clinic))
                phrases = await self._receptionist.fixed_phrases(organisation_id)
                sentences = [sentence for phrase in phrases[:most] for sentence in sentences_of(phrase)]
                wanted = [*sentences, *fixed_sentences(clinic.emergency_number)]
                await self._phrases.pin(organisation_id, wanted, rate_hz)
            except (NotFound, ProviderError) as error:
                log.warning("phrases_not_rendered", organisation_id=str(organisation_id), code=error.code)

    async def _clinic_of(self, organisation_id: UUID) -> Clinic | None:
        """None when the knowledge cannot be read now: the call is answered all the same."""
        try:
            async with asyncio.timeout(CLINIC_DEADLINE_S):
                return await self._knowledge.clinic(organisation_id)
        except (NotFound, ProviderError, psycopg.Error, TimeoutError) as error:
            log.error("clinic_not_read", organisation_id=str(organisation_id), error=type(error).__name__)
            return None

    def _vocabulary_of(self, clinic: Clinic) -> Vocabulary:
        known = self._vocabularies.get(clinic.organisation_id)
        if known is None or known[0] != clinic.version:
            known = self._vocabularies[clinic.organisation_id] = (clinic.version, vocabulary_of(clinic))
        return known[1]
