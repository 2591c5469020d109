"""What `check` finds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """Where it is, what is wrong, what to do."""

    where: str
    what: str
    cure: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}; {self.cure}"
