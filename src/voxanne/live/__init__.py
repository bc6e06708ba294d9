"""A call happening now: audio and events in, the machine's commands carried out, everything kept."""
