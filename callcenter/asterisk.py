"""The line to Asterisk as the rest of the service sees it; `AmiLink` is one, tests bring their own."""

from typing import Protocol

from callcenter.ami_wire import Headers


class Asterisk(Protocol):
    """Both methods raise `AmiDeclined`, `AmiSilent`, `AmiAway`, `BadAmiValue`."""

    async def ask(self, action: str, **headers: str) -> Headers: ...

    async def listed(self, action: str, **headers: str) -> tuple[Headers, ...]: ...
