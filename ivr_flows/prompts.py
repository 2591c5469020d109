"""The texts a flow can say, as sound files to be made at set-up."""

from dataclasses import dataclass

from ivr_flows.model import Flow
from ivr_flows.vietnamese import PIECES, Piece


@dataclass(frozen=True)
class Prompt:
    """A text to be spoken. `id` names its sound file: flow, dot, name in the flow ("hotline.greeting"); the pieces of
    the language belong to no flow ("vi.linh")."""

    id: str
    text: str


def all_prompts(flow: Flow) -> tuple[Prompt, ...]:
    """Every prompt of a flow, in the order of the file, then the pieces that values are said with."""
    own = tuple(Prompt(prompt_id(flow, name), text) for name, text in flow.prompts.items())
    return (*own, *(Prompt(piece.id, piece.text) for piece in PIECES))


def prompt_id(flow: Flow, name: str | Piece) -> str:
    """The id of a piece, or of the prompt that the flow calls `name`."""
    return name.id if isinstance(name, Piece) else f"{flow.name}.{name}"
