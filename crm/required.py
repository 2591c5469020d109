"""What a step must say: the words and evidence that the regulation asks for with it. Pure."""

from collections.abc import Sequence

from crm.errors import IncompleteCase


def require(**given: object) -> None:
    """Raise `IncompleteCase` naming every field that is empty; words of spaces only are none."""
    if missing := [name for name, value in given.items() if not (value.strip() if isinstance(value, str) else value)]:
        raise IncompleteCase(missing)


def said(name: str, text: str) -> str:
    """Words the history needs, without the spaces around them. Raises `IncompleteCase` naming the field."""
    require(**{name: text})
    return text.strip()


def noted(**said: str | bool | Sequence[str]) -> dict[str, tuple[str, str]]:
    """What a step says of itself beside `why`, as the history keeps it: evidence by its names, and nothing empty."""
    texts = {name: words(value) for name, value in said.items()}
    return {name: ("", text) for name, text in texts.items() if text}


def words(value: str | bool | Sequence[str]) -> str:
    if isinstance(value, bool):
        return "true" if value else ""
    return value.strip() if isinstance(value, str) else ", ".join(value)
