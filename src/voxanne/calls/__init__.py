"""Calls as the clinic keeps them: the record, its events, its transcript and the feed of live changes."""
