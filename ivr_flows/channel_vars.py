"""Channel variables of a call, each spelt once: written by the menu and the dialplan, read by the bridge.

They live on the caller's channel, so that they outlive our service: a bridge that comes back reads them from
Asterisk (`manager.conf` lists the LIVE ones in `channelvars`, which puts them on every channel event).
"""

from typing import Final

KEYS: Final = "CC_KEYS"  # keys pressed so far, dash between: "1-2"
CATEGORY: Final = "CC_CATEGORY"  # infrastructure, social, suggestion, directive
TOPIC: Final = "CC_TOPIC"  # a topic key
OUTCOME: Final = "CC_OUTCOME"  # set when the menu is done: queue, served, hangup; unset = the menu was cut short
ANSWERED: Final = "CC_ANSWERED"  # the moment 1022 answered: Unix seconds with milliseconds, "1795400000.123"
RECORDING: Final = "CC_RECORDING"  # path of the mix, relative to the recordings folder, with ".wav"
FALLBACK: Final = "CC_FALLBACK"  # "1" when the dialplan answered without us
CALLBACK: Final = "CC_CALLBACK"  # "1" when the caller asked in the fallback menu to be called back
JOINED: Final = "CC_JOINED"  # the incident the caller joined by key

LIVE: Final = (KEYS, CATEGORY, TOPIC, OUTCOME, ANSWERED, RECORDING, FALLBACK, CALLBACK, JOINED)
