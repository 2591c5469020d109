"""What the menu may ask of the rest of the service, and the sounds it is led with."""

import asyncio
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from agi.services import (
    Asker,
    CaseStatusAnswer,
    CaseStatusLookup,
    FactLookup,
    MessagePlace,
    MessagePlaces,
    Program,
)
from callcenter.flow_facts import Question, find_fact
from crm.queries import case_status
from crm.store import Store
from crm.working_time import HAI_PHONG
from ivr_flows.model import Flow

LINKEDID: Final = re.compile(r"[A-Za-z0-9._-]+")  # of a call: it becomes a file's name

Now = Callable[[], datetime]


def program(version: str, flow: Flow, sounds: Mapping[str, Path]) -> Program:
    """A version of the flow, with the files of its prompts."""
    return Program(version, flow, lambda prompt: str(sounds[prompt]))


def status_lookup(store: Store, now: Now) -> CaseStatusLookup:
    """How a case stands."""

    async def look_up(code: str, /) -> CaseStatusAnswer | None:
        found = await asyncio.to_thread(case_status, store, code, now())
        return CaseStatusAnswer(found.state, found.unit_kind) if found else None

    return look_up


def fact_lookup(store: Store, waiting: Callable[[], int | None], now: Now) -> FactLookup:
    """The answers of `flow_facts`, each in a thread: no call waits for another's."""

    async def look_up(name: str, asker: Asker, /) -> str | None:
        question = Question(name, asker.phone, asker.topic)
        return await asyncio.to_thread(find_fact, question, store, waiting, now())

    return look_up


def message_places(recordings: Path, now: Now) -> MessagePlaces:
    """Messages lie beside the recordings of their day, as LINKEDID-message.wav."""

    def place(linkedid: str) -> MessagePlace:
        if not LINKEDID.fullmatch(linkedid):
            raise ValueError("no name for a file")
        name = f"{now().astimezone(HAI_PHONG):%Y/%m/%d}/{linkedid}-message"
        (recordings / name).parent.mkdir(parents=True, exist_ok=True)
        return MessagePlace(str(recordings / name), f"{name}.wav")

    async def places(linkedid: str, /) -> MessagePlace:
        return await asyncio.to_thread(place, linkedid)

    return places
