"""The flow that callers are led through: the version in force at the start, and how another one comes in."""

import asyncio
import logging
from pathlib import Path

from agi.server import AgiServer
from agi.services import Program
from asterisk_conf.errors import AsteriskConfError
from asterisk_conf.private_prefix import Prefix
from asterisk_conf.prompts import ensure_prompts
from callcenter.errors import UnreadableRecord
from callcenter.flow_desk import CannotSpeak, FlowDesk, LeadThrough
from callcenter.flow_services import program
from callcenter.flow_shelf import FlowShelf
from callcenter.installation import Say, ensure_sounds
from callcenter.settings import Settings
from ivr_flows.errors import MenuError
from ivr_flows.model import Flow
from ivr_flows.parse import menu_file, parse_sound
from ivr_flows.versions import OWN, Version, in_force

log = logging.getLogger(__name__)


def own_version(settings: Settings) -> Version:
    """The flow of the settings: what holds until somebody publishes another. Its text has been checked before."""
    return Version(OWN, menu_file(settings.menu).read_text(encoding="utf-8"))


def flow_in_force(settings: Settings) -> tuple[Version, Flow]:
    """The version in force. Raises `MenuError` when this program can't read it any more, `UnreadableRecord`."""
    version = in_force(FlowShelf(settings.flows), own_version(settings))
    return version, parse_sound(version.text, f"luồng bản {version.number}")


def first_program(settings: Settings, prefix: Prefix, say: Say) -> Program:
    """The version in force with its sounds; one that can't be used gives way to the flow of the settings."""
    try:
        version, flow = flow_in_force(settings)
    except (MenuError, UnreadableRecord) as error:
        log.error("the published flow is not used: %s", error)
        say(f"Luồng thoại đã công bố không dùng được ({error}); tạm dùng luồng có sẵn.")
        version = own_version(settings)
        flow = parse_sound(version.text, settings.menu)
    return program(str(version.number), flow, ensure_sounds(settings, flow, prefix))


def flow_desk(settings: Settings, menu: AgiServer, prefix: Prefix) -> FlowDesk:
    """What the page of the flow works with."""

    async def bring_in(version: Version, flow: Flow) -> LeadThrough:
        try:
            sounds = await asyncio.to_thread(ensure_sounds, settings, flow, prefix)
        except AsteriskConfError as error:
            raise CannotSpeak(str(error)) from error
        return lambda: menu.publish(program(str(version.number), flow, sounds))

    def spoken(name: str, text: str) -> Path:
        try:
            stem = ensure_prompts([(name, text)], settings.prompts, prefix)[name]
        except AsteriskConfError as error:
            raise CannotSpeak(str(error)) from error
        return stem.with_name(f"{stem.name}.wav")

    async def speak(name: str, text: str) -> Path:
        return await asyncio.to_thread(spoken, name, text)

    return FlowDesk(FlowShelf(settings.flows), own_version(settings), bring_in, speak)
