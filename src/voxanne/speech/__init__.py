"""Hearing and speaking: transcription, synthesis, voice activity and end-of-turn judgement behind ports."""
