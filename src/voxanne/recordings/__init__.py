"""Recordings: the ledger in which each one ends in a known state, their finishing, recovery and playback."""
