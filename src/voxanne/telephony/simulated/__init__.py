"""A scripted caller with a voice of its own, on the carrier's side of Twilio's protocol.

It rings by the signed webhook, connects the media stream that the answer names, speaks in real time,
hears what a person would hear at real-time playout, and measures it. For demonstrations, tests and load.

    script.py   what a caller does, read from TOML        voice.py    its sentences as telephone audio
    line.py     what is heard, and when (pure)            carrier.py  webhooks and messages of the carrier
    caller.py   one call, one task                        outcome.py  what came of it, in figures
    checks.py   whether the product kept what was said
"""
