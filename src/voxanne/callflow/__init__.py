"""What a call is: events in, commands out.

Pure: no I/O, no clock, no randomness; milliseconds, never samples.
"""
