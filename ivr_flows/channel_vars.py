"""Channel variables of a call, each spelt once: written by the menu and the dialplan, read by the bridge.

They live on the caller's channel, so that they outlive our service: a bridge that comes back reads them from
Asterisk (`manager.conf` lists the LIVE ones in `channelvars`, which puts them on every channel event).
"""

from collections.abc import Mapping
from typing import Final

KEYS: Final = "CC_KEYS"  # keys pressed so far, dash between: "1-2"
CATEGORY: Final = "CC_CATEGORY"  # infrastructure, social, suggestion, directive
TOPIC: Final = "CC_TOPIC"  # a topic key
OUTCOME: Final = "CC_OUTCOME"  # set when the menu is done: queue, served, hangup, transfer; unset = it was cut short
ANSWERED: Final = "CC_ANSWERED"  # the moment 1022 answered: Unix seconds with milliseconds, "1795400000.123"
RECORDING: Final = "CC_RECORDING"  # path of the mix, relative to the recordings folder, with ".wav"
FALLBACK: Final = "CC_FALLBACK"  # "1" when the dialplan answered without us
CALLBACK: Final = "CC_CALLBACK"  # "1" when the caller asked to be called back, or left a message
JOINED: Final = "CC_JOINED"  # the incident the caller joined by key
VOICEMAIL: Final = "CC_VOICEMAIL"  # path of the message the caller left, relative to the recordings folder, ".wav"
TRANSFER: Final = "CC_TRANSFER"  # 113, 114 or 115: where the dialplan shall pass the call on to
SURVEY: Final = "CC_SURVEY"  # what the caller thinks of the call: 1 to 5
FLOW: Final = "CC_FLOW"  # the version of the flow that the call began with
CALLBACK_NUMBER: Final = "CC_CALLBACK_NUMBER"  # typed in: the number to call back, when it is another one
QUEUES: Final = "CC_QUEUES"  # the queues the caller waited in, dash between, the last one the present one
ENTERED: Final = "CC_ENTERED"  # the moment of the first of them, as ANSWERED: their place in the line
CALLBACK_OF: Final = "CC_CALLBACK_OF"  # on a call that 1022 makes: the call (Linkedid) that it returns

LIVE: Final = (
    *(KEYS, CATEGORY, TOPIC, OUTCOME, ANSWERED, RECORDING, FALLBACK, CALLBACK, JOINED),
    *(VOICEMAIL, TRANSFER, SURVEY, CALLBACK_NUMBER, FLOW, QUEUES, ENTERED, CALLBACK_OF),
)

# What digits can be typed in for: `keep` of an `Input` -> its variable.
TYPED: Final[Mapping[str, str]] = {"survey": SURVEY, "callback_number": CALLBACK_NUMBER}
