"""The web application, put together: the one table of routes and who may use each."""

from pathlib import Path
from typing import Final, NamedTuple

import aiohttp_jinja2
import jinja2
from aiohttp import web

from callcenter.web import (
    admin_books,
    admin_pages,
    admin_rules,
    attachments,
    cases,
    contacts,
    door,
    duplicates,
    flows,
    health,
    incidents,
    metrics,
    page,
    pausing,
    push_socket,
    queues,
    recordings,
    report_cases,
    report_files,
    reports,
    search,
    steps,
)
from callcenter.web.api.allowance import Rates
from callcenter.web.api.app import PREFIX as API
from callcenter.web.api.app import make_api
from callcenter.web.auth import guarded
from callcenter.web.headers import secure
from callcenter.web.keys import SERVICES, SOCKETS, THROTTLE
from callcenter.web.open311.app import PREFIX as OPEN311
from callcenter.web.open311.app import make_open311
from callcenter.web.problems import Handler, answers_problems
from callcenter.web.services import WebServices
from callcenter.web.throttle import Throttle

HERE: Final = Path(__file__).parent.parent
LARGEST_BODY: Final = 256 * 1024  # bytes: text only; recordings come from Asterisk, not from here

ANYBODY: Final = None
EVERYBODY: Final = frozenset({"operator", "supervisor", "unit", "admin"})  # with any account
DESK: Final = frozenset({"operator", "supervisor"})
UNITS: Final = frozenset({"unit"})
REPORT_READERS: Final = frozenset({"operator", "supervisor", "admin"})
SHIFT_LEAD: Final = frozenset({"supervisor"})
ADMIN: Final = frozenset({"admin"})
ADMIN_READERS: Final = frozenset({"admin", "supervisor"})


class Route(NamedTuple):
    method: str
    path: str
    handler: Handler
    roles: frozenset[str] | None


ROUTES: Final = (
    Route("GET", "/healthz", health.healthz, ANYBODY),
    Route("GET", "/login", door.login_page, ANYBODY),
    Route("POST", "/login", door.log_in, ANYBODY),
    Route("POST", "/logout", door.log_out, EVERYBODY),
    Route("GET", "/", page.home, EVERYBODY),
    Route("GET", "/operator", page.operator_page, DESK),
    Route("GET", "/push", push_socket.push, DESK),
    Route("POST", "/operator/ready", pausing.ready, DESK),
    Route("POST", "/operator/pause", pausing.pause, DESK),
    Route("POST", "/operator/off", pausing.off, DESK),
    Route("GET", "/operator/contacts", contacts.waiting, DESK),
    Route("GET", "/operator/contacts/{linkedid}", contacts.one, DESK),
    Route("POST", "/operator/contacts/{linkedid}/no-case", contacts.no_case, DESK),
    Route("GET", "/operator/to-call", queues.to_be_called, DESK),
    Route("POST", "/operator/to-call/{linkedid}/take", queues.take, DESK),
    Route("GET", "/operator/queues", queues.pictured, DESK),
    Route("POST", "/operator/queues/storm", queues.storm, SHIFT_LEAD),
    Route("POST", "/operator/queues/{name}/switch", queues.switch, SHIFT_LEAD),
    Route("GET", "/operator/cases", cases.mine, DESK),
    Route("POST", "/operator/cases", cases.open_one, DESK),
    Route("GET", "/operator/cases/{code}", cases.one, DESK),
    Route("PUT", "/operator/cases/{code}", cases.save, DESK),
    Route("POST", steps.PATH, steps.take, DESK),
    Route("POST", "/operator/route", cases.route, DESK),
    Route("POST", "/operator/duplicates", duplicates.proposals, DESK),
    Route("GET", "/operator/incidents", incidents.going_on, DESK),
    Route("POST", "/operator/incidents", incidents.open_one, SHIFT_LEAD),
    Route("GET", r"/operator/incidents/{number:\d+}", incidents.one, DESK),
    Route("POST", r"/operator/incidents/{number:\d+}/notice", incidents.change_notice, SHIFT_LEAD),
    Route("POST", r"/operator/incidents/{number:\d+}/close", incidents.close, SHIFT_LEAD),
    Route("POST", r"/operator/incidents/{number:\d+}/join", incidents.join, DESK),
    Route("POST", r"/operator/incidents/{number:\d+}/leave", incidents.leave, DESK),
    Route("POST", "/operator/cases/{code}/attachments", attachments.add, DESK),
    Route("GET", "/operator/cases/{code}/attachments", attachments.listed, DESK),
    Route("GET", r"/attachments/{id:\d{1,15}}", attachments.show, DESK | UNITS),
    Route("POST", r"/attachments/{id:\d{1,15}}/remove", attachments.remove, DESK),
    Route("GET", "/operator/cases/{code}/recordings", recordings.of_case, DESK),
    Route("GET", "/search", search.search_page, DESK),
    Route("GET", "/search/cases", search.cases, DESK | UNITS),
    Route("GET", "/search/saved", search.kept, DESK),
    Route("POST", "/search/saved", search.keep, DESK),
    Route("DELETE", r"/search/saved/{id:\d{1,15}}", search.drop, DESK),
    Route("GET", "/admin", admin_pages.home, ADMIN_READERS),
    Route("GET", "/admin/rules", admin_pages.rules_page, ADMIN_READERS),
    Route("GET", "/admin/units", admin_pages.units_page, ADMIN_READERS),
    Route("GET", "/admin/days", admin_pages.days_page, ADMIN_READERS),
    Route("GET", r"/admin/calendar/{year:\d+}", admin_pages.calendar, ADMIN_READERS),
    Route("GET", "/admin/books/{book}", admin_books.rows, ADMIN_READERS),
    Route("GET", "/admin/books/{book}/edits", admin_books.edits, ADMIN_READERS),
    Route("POST", "/admin/books/{book}/edits", admin_books.edit, ADMIN),
    Route("POST", "/admin/books/{book}/undo", admin_books.undo, ADMIN),
    Route("GET", "/admin/books/{book}/file", admin_books.export, ADMIN_READERS),
    Route("POST", "/admin/books/{book}/preview", admin_books.preview, ADMIN),
    Route("POST", "/admin/books/{book}/import", admin_books.take_over, ADMIN),
    Route("GET", "/admin/rule-sets", admin_rules.sets, ADMIN_READERS),
    Route("POST", "/admin/rule-sets", admin_rules.start, ADMIN),
    Route("GET", r"/admin/rule-sets/{number:\d+}/faults", admin_rules.faults, ADMIN_READERS),
    Route("GET", r"/admin/rule-sets/{number:\d+}/changes", admin_rules.changes, ADMIN_READERS),
    Route("POST", r"/admin/rule-sets/{number:\d+}/explain", admin_rules.explain, ADMIN_READERS),
    Route("POST", r"/admin/rule-sets/{number:\d+}/dry-run", admin_rules.try_out, ADMIN_READERS),
    Route("POST", r"/admin/rule-sets/{number:\d+}/publish", admin_rules.publish, ADMIN),
    Route("POST", r"/admin/rule-sets/{number:\d+}/roll-back", admin_rules.roll_back, ADMIN),
    Route("POST", r"/admin/rule-sets/{number:\d+}/drop", admin_rules.drop, ADMIN),
    Route("GET", "/admin/flows", flows.flows_page, ADMIN_READERS),
    Route("GET", "/admin/flows/versions", flows.versions, ADMIN_READERS),
    Route("GET", r"/admin/flows/versions/{number:\d{1,9}}", flows.version, ADMIN_READERS),
    Route("POST", "/admin/flows/examine", flows.examined, ADMIN_READERS),
    Route("POST", "/admin/flows/walk", flows.walked, ADMIN_READERS),
    Route("GET", "/admin/flows/sound", flows.sound, ADMIN_READERS),
    Route("POST", "/admin/flows/publish", flows.publish, ADMIN),
    Route("POST", r"/admin/flows/versions/{number:\d{1,9}}/roll-back", flows.roll_back, ADMIN),
    Route("GET", "/reports", reports.monthly_page, REPORT_READERS),
    Route("GET", "/reports/units", reports.units_page, REPORT_READERS),
    Route("GET", "/reports/wards", reports.wards_page, REPORT_READERS),
    Route("GET", "/reports/suggestions", reports.suggestions_page, REPORT_READERS),
    Route("GET", "/reports/cases", report_cases.cases_page, REPORT_READERS),
    Route("GET", "/reports/monthly.{form:docx|xlsx|json}", report_files.monthly_file, reports.FILES),
    Route("GET", "/reports/suggestions.{form:docx|xlsx|json}", report_files.suggestions_file, reports.FILES),
    Route("GET", "/supervisor/metrics", metrics.metrics, SHIFT_LEAD),
    Route("GET", "/recordings/{linkedid}", recordings.story, DESK),
    Route("GET", "/recordings/{linkedid}/{leg:mix|caller|operator}", recordings.listen, DESK),
    Route("POST", "/recordings/{linkedid}/pause", recordings.pause, DESK),
    Route("POST", "/recordings/{linkedid}/resume", recordings.resume, DESK),
)


def make_app(services: WebServices) -> web.Application:
    """The application that serves the pages; started and stopped by the composition root."""
    app = web.Application(middlewares=[answers_problems], client_max_size=LARGEST_BODY)
    app[SERVICES] = services
    app[THROTTLE] = Throttle()
    app[SOCKETS] = {}
    loader, rates = jinja2.FileSystemLoader(HERE / "templates"), Rates()
    aiohttp_jinja2.setup(app, loader=loader, trim_blocks=True, lstrip_blocks=True)
    for route in ROUTES:
        app.router.add_route(route.method, route.path, guarded(route.handler, route.roles))
    app.add_subapp(API, make_api(services, rates, loader))
    app.add_subapp(OPEN311, make_open311(services, rates))
    app.router.add_static("/static/vendor", services.assets_dir)
    app.router.add_static("/static", HERE / "static")
    app.on_response_prepare.append(secure)
    app.on_shutdown.append(push_socket.say_goodbye)
    return app
