"""Calls that need a person: emergencies, medical questions, complaints, requests for someone."""
