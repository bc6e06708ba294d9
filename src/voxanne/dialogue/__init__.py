"""The receptionist's mind: what to say next and what to do, given what the caller said."""
