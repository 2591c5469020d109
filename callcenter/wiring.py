"""The composition root: every part of the service made and joined here, by hand, and ended in order."""

import asyncio
import errno
import logging
import signal
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web

from agi.server import serve as serve_fastagi
from agi.services import Services
from asterisk_conf.errors import AsteriskConfError
from asterisk_conf.model import REALM, OperatorEndpoint
from callcenter.ami_link import AmiAccount
from callcenter.bridge import Bridge
from callcenter.bridge_store import ThreadedStore
from callcenter.cel_file import CelFile
from callcenter.errors import CallcenterError
from callcenter.event_reader import EventReader
from callcenter.flow_desk import FlowDesk
from callcenter.flow_services import fact_lookup, message_places, status_lookup
from callcenter.flow_wiring import first_program, flow_desk
from callcenter.incident_notices import incident_lookup, notice_sound
from callcenter.installation import Say, ensure_parts, ensure_store
from callcenter.naming import Naming
from callcenter.queue_file import load_queues
from callcenter.recording_keeper import RecordingKeeper, recording_area
from callcenter.settings import Settings
from callcenter.switchboard import Switchboard, switchboard
from callcenter.watchdog import end_when_stuck
from callcenter.web.app import make_app
from callcenter.web.services import SipSettings, WebServices
from crm.attachments.files import FileArea
from crm.incident_messages import NoticeToSay
from crm.recordings.retention import retention_rules
from crm.sessions import sip_accounts
from crm.store import Store

log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 2.0  # at whether our Asterisk lives
SECONDS_TO_FINISH = 5.0  # for requests under way when the service stops


class PageUnavailable(CallcenterError):
    """The pages cannot be served: the port is taken, or the certificate does not open."""


def utc_now() -> datetime:
    """The one clock of the service; everything else is told the moment."""
    return datetime.now(tz=UTC)


async def serve_until_stopped(settings: Settings, say: Say) -> None:
    """Run the service until SIGINT or SIGTERM. Raises one plain line when it cannot start or go on."""
    stopped = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    async with running_service(settings, say) as live:
        scheme = "https" if settings.tls_certificate else "http"
        say(f"Sẵn sàng: {scheme}://{settings.host}:{settings.port}  (Ctrl-C để dừng)")
        waiting = asyncio.create_task(stopped.wait())
        await asyncio.wait((waiting, live), return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if live.done():
            live.result()


@asynccontextmanager
async def running_service(settings: Settings, say: Say) -> AsyncIterator[asyncio.Task[None]]:
    """Every part running, in the order they need each other; yields the task that keeps the line to Asterisk."""
    async with AsyncExitStack() as stack:
        stack.callback(asyncio.create_task(end_when_stuck()).cancel)
        door = stack.enter_context(page_door(settings))
        parts = await asyncio.to_thread(ensure_parts, settings, say)
        store = await asyncio.to_thread(ensure_store, settings, utc_now(), say)
        stack.callback(store.close)
        first = await asyncio.to_thread(first_program, settings, parts.prefix, say)

        switch = switchboard(settings, parts.prefix)
        conf = switch.asterisk.conf
        account = AmiAccount(conf.ami_port, conf.ami_user, conf.ami_secret)
        plan = load_queues(settings.queues)
        naming = Naming(queues=plan.names)
        events = EventReader(store, CelFile(conf.cel_file), CelFile(conf.log_dir / "queue_log"), naming)
        bridge = Bridge(
            *(account, ThreadedStore(store, utc_now), conf.cel_file, conf.spool_dir, utc_now, naming),
            plan=plan,
            heard_hold=events.hear,
        )

        asked_by_menu = Services(
            status_lookup(store, utc_now),
            incident_lookup(store, settings.prompts, parts.prefix),
            fact_lookup(store, lambda: waiting_now(bridge), utc_now),
            message_places(settings.recordings, utc_now),
        )
        menu = await serve_fastagi("127.0.0.1", settings.fastagi_port, first, asked_by_menu)
        stack.push_async_callback(menu.close)

        stack.push_async_callback(stop_when_quiet, switch, say)
        await bring_up(switch, store, say)

        watch = asyncio.create_task(keep_asterisk(switch))
        stack.callback(watch.cancel)
        await stack.enter_async_context(events.running())
        keeper = RecordingKeeper(
            recording_area(settings), store, retention_rules(settings.recording_retention), utc_now
        )
        await stack.enter_async_context(keeper.running())
        live = await stack.enter_async_context(bridge.running())

        flows = flow_desk(settings, menu, parts.prefix)
        services = web_services(settings, store, bridge, switch, flows, parts.assets)
        await stack.enter_async_context(pages(door, tls(settings), services))
        yield live


async def bring_up(switch: Switchboard, store: Store, say: Say) -> None:
    """Start Asterisk, or adopt the one that runs with its calls."""
    needs_restart = await asyncio.to_thread(switch.bring_up, endpoints(store))
    if needs_restart:
        say(f"Asterisk đang chạy với cấu hình cũ ({', '.join(needs_restart)}); dừng nó khi vắng cuộc gọi để áp dụng.")


async def keep_asterisk(switch: Switchboard) -> None:
    """Have our Asterisk back within seconds when it has died; runs until cancelled."""
    while True:
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
        try:
            if await asyncio.to_thread(switch.start_again):
                log.error("Asterisk had ended by itself and was started again")
        except AsteriskConfError as error:
            log.error("Asterisk is not running: %s", error)


async def stop_when_quiet(switch: Switchboard, say: Say) -> None:
    """End our Asterisk with the service, but never a call: with calls up it goes on, and is adopted next time."""
    if switch.ours and not await asyncio.to_thread(switch.stop_if_quiet):
        say("Còn cuộc gọi: Asterisk chạy tiếp và sẽ được dùng lại khi dịch vụ khởi động.")


def waiting_now(bridge: Bridge) -> int | None:
    """How many wait in the queue; None while the live state is stale."""
    return bridge.queue.waiting if bridge.stale_since is None else None


def endpoints(store: Store) -> tuple[OperatorEndpoint, ...]:
    """The operators' phones, from the user table and who is logged in."""
    return tuple(OperatorEndpoint(*account) for account in sip_accounts(store, utc_now()))


def web_services(
    settings: Settings, store: Store, bridge: Bridge, switch: Switchboard, flows: FlowDesk, assets: Path
) -> WebServices:
    """What the pages are given."""
    one_at_a_time = asyncio.Lock()

    async def refresh_operators() -> None:
        async with one_at_a_time:
            changed = await asyncio.to_thread(lambda: switch.refresh_operators(endpoints(store)))
            if changed and not switch.ours:
                await bridge.reload_phones()

    async def speak_notice(notice: NoticeToSay) -> str | None:
        try:
            await asyncio.to_thread(notice_sound, notice, settings.prompts, switch.asterisk.prefix)
        except AsteriskConfError as error:  # the incident stands all the same; the menu just does not tell of it
            return str(error)
        return None

    return WebServices(
        store=store,
        bridge=bridge,
        sip=SipSettings(realm=REALM, port=settings.asterisk_http_port),
        refresh_operators=refresh_operators,
        speak_notice=speak_notice,
        flows=flows,
        recordings=recording_area(settings),
        attachments=FileArea(settings.attachments),
        attachment_limits=settings.attachment_limits,
        assets_dir=assets,
        now=utc_now,
    )


def page_door(settings: Settings) -> socket.socket:
    """The pages' listening socket, taken before anything is started for nothing. Raises `PageUnavailable`."""
    try:
        return socket.create_server((settings.host, settings.port))
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        why = "chương trình khác đang dùng cổng này" if taken else error.strerror
        raise PageUnavailable(
            f"Không mở được trang ở {settings.host}:{settings.port}: {why}. Đổi cài đặt port."
        ) from error


@asynccontextmanager
async def pages(door: socket.socket, context: ssl.SSLContext | None, services: WebServices) -> AsyncIterator[None]:
    """Serve the pages while the block runs."""
    runner = web.AppRunner(make_app(services), access_log=None, shutdown_timeout=SECONDS_TO_FINISH)
    await runner.setup()
    try:
        await web.SockSite(runner, door, ssl_context=context).start()
        yield
    finally:
        await runner.cleanup()


def tls(settings: Settings) -> ssl.SSLContext | None:
    """The certificate of the settings, None for plain HTTP."""
    if settings.tls_certificate is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(settings.tls_certificate, settings.tls_key)
    except OSError as error:
        raise PageUnavailable(f"Không dùng được chứng chỉ {settings.tls_certificate}: {error.strerror}.") from error
    return context
