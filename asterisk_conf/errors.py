"""Errors of this room, each one plain line for the person who starts the service.

AsteriskConfError
├── PrefixError      a part from Debian could not be fetched or unpacked
├── AsteriskError    Asterisk does not start, stop or answer
└── PromptError      a prompt could not be spoken
"""


class AsteriskConfError(Exception):
    """Root of the room's errors; the message is Vietnamese and says what to do."""


class PrefixError(AsteriskConfError):
    """A part from Debian could not be fetched or unpacked."""


class AsteriskError(AsteriskConfError):
    """Asterisk does not start, stop or answer."""


class PromptError(AsteriskConfError):
    """A prompt could not be spoken, or a human recording could not be read."""
