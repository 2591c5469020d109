"""The steps of a case over HTTP: one door for all, a typed body for each, the case as it is now for an answer."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from aiohttp import web

from callcenter.web import step_bodies as bodies
from callcenter.web.bodies import read
from callcenter.web.case_news import answer_and_tell
from callcenter.web.keys import SERVICES, WHO
from crm import desk, duplicate_desk, life_messages, messages, unit_desk
from crm.case import CaseStep
from crm.store import Store
from crm.views import CaseView


class Door(NamedTuple):
    """What a step is asked with, the command it becomes by the same names, and what carries it out."""

    body: type[bodies.StepBody]
    command: Callable[..., Any]
    carry_out: Callable[[Any, Store, datetime], CaseView]


STEPS: Final[Mapping[CaseStep, Door]] = MappingProxyType(
    {
        CaseStep.FORWARD: Door(bodies.ForwardBody, messages.ForwardCase, desk.forward_case),
        CaseStep.REFUSE: Door(bodies.RefuseBody, messages.RefuseCase, desk.refuse_case),
        CaseStep.WITHDRAW: Door(bodies.WhyBody, messages.WithdrawCase, desk.withdraw_case),
        CaseStep.GUIDE: Door(bodies.ForwardBody, life_messages.GuideCase, desk.guide_case),
        CaseStep.CLOSE: Door(bodies.ToldBody, life_messages.CloseCase, desk.close_case),
        CaseStep.ACCEPT: Door(bodies.AcceptBody, life_messages.AcceptCase, unit_desk.accept_case),
        CaseStep.VERIFY: Door(bodies.FindingBody, life_messages.VerifyCase, unit_desk.verify_case),
        CaseStep.REPORT_FALSE: Door(bodies.FindingBody, life_messages.ReportFalse, unit_desk.report_false),
        CaseStep.ASSIGN: Door(bodies.AssignBody, life_messages.AssignCase, unit_desk.assign_case),
        CaseStep.EXPECT: Door(bodies.ExpectBody, life_messages.ExpectCompletion, unit_desk.expect_completion),
        CaseStep.EXTEND: Door(bodies.ExtendBody, life_messages.ExtendCase, unit_desk.extend_case),
        CaseStep.CONSULT: Door(bodies.ConsultBody, life_messages.ConsultAgencies, unit_desk.consult_agencies),
        CaseStep.PROGRESS_NOTE: Door(bodies.ProgressBody, life_messages.NoteProgress, unit_desk.note_progress),
        CaseStep.RESOLVE: Door(bodies.ResolveBody, life_messages.ResolveCase, unit_desk.resolve_case),
        CaseStep.RETURN: Door(bodies.ReturnBody, life_messages.ReturnCase, unit_desk.return_case),
        CaseStep.FORWARD_ON: Door(bodies.ForwardOnBody, life_messages.ForwardOn, unit_desk.forward_on),
        CaseStep.DUPLICATE: Door(bodies.DuplicateBody, life_messages.AttachDuplicate, duplicate_desk.attach_duplicate),
        CaseStep.NOTIFY: Door(bodies.ToldBody, life_messages.NotifyReporter, duplicate_desk.notify_reporter),
        CaseStep.UNDO_DUPLICATE: Door(bodies.WhyBody, life_messages.DetachDuplicate, duplicate_desk.detach_duplicate),
    }
)
PATH: Final = "/operator/cases/{code}/{step:" + "|".join(STEPS) + "}"


async def take(request: web.Request) -> web.Response:
    """One step of one case, named as the case's `steps` name it."""
    door = STEPS[CaseStep(request.match_info["step"])]
    body = await read(door.body, request)
    services, who = request.app[SERVICES], request[WHO]
    said = {name: getattr(body, name) for name in type(body).model_fields}
    command = door.command(code=request.match_info["code"], actor=who.username, **said)
    case = await asyncio.to_thread(door.carry_out, command, services.store, services.now())
    return answer_and_tell(services, case, who.username)
