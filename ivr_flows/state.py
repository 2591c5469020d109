"""Where a call is in its flow."""

from dataclasses import dataclass

from ivr_flows.actions import Action
from ivr_flows.nodes import Outcome, Words

Actions = tuple[Action, ...]


@dataclass(frozen=True)
class State:
    """A call begins with `State()` and the event `Started()`."""

    at: str = ""  # node
    refuge: str = ""  # node for who makes too many mistakes: the operator, or an entry's `give_up`
    keys: tuple[str, ...] = ()  # pressed in menus so far
    topic: str | None = None  # chosen last
    lead: Words = ()  # said on the way here; "again" says it again
    said: Words = ()  # prompts of the last question
    mistakes: int = 0  # in this node
    turns: int = 0  # questions asked in this call
    silent: int = 0  # moves in this call that asked the caller nothing: look-ups of facts, sub-flows
    returns: tuple[str, ...] = ()  # nodes after the sub-flows the caller is in, the innermost last
    values: tuple[tuple[str, str | None], ...] = ()  # typed in or looked up, by name; None: not known
    entered: str = ""  # digits of a code so far
    confirming: str = ""  # digits read back, which a key confirms
    looking_up: str = ""  # the code being looked up
    late_hash: bool = False  # a code just ended by itself: a "#" now still belongs to it
    finding_incident: bool = False  # one is being looked up
    finding_fact: str = ""  # its name, while it is being looked up
    recording: bool = False
    offered: str = ""  # the incident just told of, which a key joins
    told: int = 0  # incidents told of in this node
    heard: tuple[str, ...] = ()  # and in this call
    served: bool = False  # a state has been told, an incident joined or a message left
    outcome: Outcome | None = None

    @property
    def is_asking(self) -> bool:
        """Whether the next thing to happen is a key, or none."""
        elsewhere = self.looking_up or self.finding_incident or self.finding_fact or self.recording
        return bool(self.at) and not elsewhere and self.outcome is None
