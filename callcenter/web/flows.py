"""The page of the caller's flow: versions, a draft examined, walked and heard, published, an earlier one again."""

import asyncio
from typing import Annotated, Any, Final

import aiohttp_jinja2
from aiohttp import web
from pydantic import Field

from callcenter.web.admin_pages import page
from callcenter.web.bodies import Body, Sentence, Word, read
from callcenter.web.errors import BadRequest
from callcenter.web.keys import SERVICES, WHO
from callcenter.web.to_json import answer
from crm.audit import audit
from ivr_flows.channel_vars import TYPED
from ivr_flows.digit_checks import CHECKS
from ivr_flows.examine import as_text, examine
from ivr_flows.facts import NO_ANSWER, QUESTIONS, UNANSWERED, VALUES
from ivr_flows.nodes import EMERGENCY, SECTIONS
from ivr_flows.parse import parse_sound
from ivr_flows.versions import Publication
from ivr_flows.walk import SOME_FACTS, World, walk

LONGEST_FLOW: Final = 100_000  # letters
LONGEST_PROMPT: Final = 1_000
MOST_KEYS: Final = 200

FlowText = Annotated[str, Field(max_length=LONGEST_FLOW)]


class DraftBody(Body):
    """A draft as text, or as the parts of its form."""

    text: FlowText | None = None
    parts: dict[str, Any] | None = None


class WalkBody(Body):
    text: FlowText
    keys: Annotated[str, Field(max_length=MOST_KEYS)] = ""
    entry: Annotated[str, Field(max_length=100)] = ""
    facts: dict[Word, Word] = Field(default_factory=dict)


class PublishFlowBody(Body):
    text: FlowText
    over: int
    why: Annotated[Sentence, Field(min_length=1)]


class UseAgainBody(Body):
    over: int
    why: Annotated[Sentence, Field(min_length=1)]


@aiohttp_jinja2.template("admin_flows.html")
async def flows_page(request: web.Request) -> dict[str, object]:
    words = {
        "questions": QUESTIONS,
        "no_answer": {"key": NO_ANSWER, "label": UNANSWERED},
        "values": VALUES,
        "facts": dict(SOME_FACTS),
        "checks": list(CHECKS),
        "keeps": list(TYPED),
        "emergency": EMERGENCY,
        "sections": list(SECTIONS.values()),
    }
    return await page(request, "flows", flow_words=words)


async def versions(request: web.Request) -> web.Response:
    return answer({"versions": await request.app[SERVICES].flows.versions()})


async def version(request: web.Request) -> web.Response:
    found, examined = await request.app[SERVICES].flows.version(int(request.match_info["number"]))
    return answer({"version": found, "examined": examined})


async def examined(request: web.Request) -> web.Response:
    """A draft's faults, picture and parts. Changes nothing."""
    body = await read(DraftBody, request)
    if body.parts is None and body.text is None:
        raise BadRequest("Cần có nội dung luồng.")
    text = body.text if body.parts is None else as_text(body.parts)
    return answer(await asyncio.to_thread(examine, text or ""))


async def walked(request: web.Request) -> web.Response:
    """The way of a caller through a sound draft. Changes nothing. Raises `MenuError`, `BadKeys`."""
    body = await read(WalkBody, request)
    world = World(facts={**SOME_FACTS, **body.facts})
    flow = await asyncio.to_thread(parse_sound, body.text, "bản nháp")
    return answer({"steps": walk(flow, body.keys, world, body.entry)})


async def sound(request: web.Request) -> web.StreamResponse:
    """A prompt as callers would hear it: `name` by its id, a human recording of which wins, and `text`."""
    name, text = request.query.get("name", ""), request.query.get("text", "").strip()
    if not name or not text or len(text) > LONGEST_PROMPT:
        raise BadRequest(f"Câu nói phải có chữ và không dài quá {LONGEST_PROMPT} chữ cái.")
    file = await request.app[SERVICES].flows.speak(name, text)
    return web.FileResponse(file, headers={"Content-Type": "audio/wav"})


async def publish(request: web.Request) -> web.Response:
    body = await read(PublishFlowBody, request)
    services, who = request.app[SERVICES], request[WHO]
    publication = Publication(body.text, body.over, who.username, body.why)
    made = await services.flows.publish(publication, services.now())
    await asyncio.to_thread(audit, services.store, who.username, "flow", str(made.number), services.now())
    return answer({"version": made})


async def roll_back(request: web.Request) -> web.Response:
    """An earlier version in force again."""
    body = await read(UseAgainBody, request)
    services, who = request.app[SERVICES], request[WHO]
    number = int(request.match_info["number"])
    made = await services.flows.roll_back(number, body.over, who.username, body.why, services.now())
    await asyncio.to_thread(audit, services.store, who.username, "flow", str(made.number), services.now())
    return answer({"version": made})
