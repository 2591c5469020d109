"""What can go wrong while talking with Asterisk about one call.

AgiError
├── PortTaken           the server can't listen there: for the administrator
├── UnsafeArgument      a command that would be more than one line: our own mistake
├── PromptFailed        a sound file could not be played; the call goes on
├── RecordFailed        the caller could not be recorded; the call goes on
├── LookUpFailed        the rest of the service was slow or failed; the call goes on
└── SessionEnded        nothing more can be said in this call
    ├── CallerHungUp    the caller left
    ├── PeerGone        the connection closed in the middle
    ├── PeerSlow        no answer in time
    ├── BadPeer         what came is not AGI
    └── CommandRefused  Asterisk does not know the command or its form (510, 520)
"""


class AgiError(Exception):
    """Root of this room's errors."""


class PortTaken(AgiError):
    """The server can't listen; says where and why."""


class UnsafeArgument(AgiError):
    """An argument that would break out of its line."""


class PromptFailed(AgiError):
    """A sound file is missing or unreadable; the caller is still there."""


class RecordFailed(AgiError):
    """A message could not be written; the caller is still there."""


class LookUpFailed(AgiError):
    """Slow, or failed; it has been logged."""


class SessionEnded(AgiError):
    """Nothing more can be said in this call."""


class CallerHungUp(SessionEnded):
    """The caller left. Channel variables can still be set."""


class PeerGone(SessionEnded):
    """The connection closed in the middle."""


class PeerSlow(SessionEnded):
    """No answer in time."""


class BadPeer(SessionEnded):
    """What came is not AGI."""


class CommandRefused(SessionEnded):
    """Asterisk does not know this command or not in this form."""
