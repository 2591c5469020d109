"""The texts a flow can say, as sound files to be made at set-up."""

from dataclasses import dataclass

from ivr_flows.model import Flow


@dataclass(frozen=True)
class Prompt:
    """A text to be spoken. `id` names its sound file: flow, dot, name in the flow ("hotline.greeting")."""

    id: str
    text: str


def all_prompts(flow: Flow) -> tuple[Prompt, ...]:
    """Every prompt of a flow, in the order of the file."""
    return tuple(Prompt(prompt_id(flow, name), text) for name, text in flow.prompts.items())


def prompt_id(flow: Flow, name: str) -> str:
    """The id of the prompt that the flow calls `name`."""
    return f"{flow.name}.{name}"
