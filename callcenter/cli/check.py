"""`callcenter check`: is everything in order to take calls? One line per fault, exit 1 when there is one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import click

from asterisk_conf.errors import AsteriskConfError
from asterisk_conf.private_prefix import Prefix
from callcenter import settings as settings_file
from callcenter.cli.flow import load as load_flow
from callcenter.cli.output import json_option, put
from callcenter.errors import CallcenterError
from callcenter.flow_wiring import flow_in_force
from callcenter.installation import ensure_parts, ensure_sounds
from callcenter.queue_file import QueueFileError, load_queues
from callcenter.recording_keeper import recording_area
from callcenter.settings import Settings
from callcenter.switchboard import switchboard
from crm.attachments.check import faults_of_files
from crm.attachments.files import FileArea
from crm.errors import CrmError
from crm.queries import all_units
from crm.recordings.check import faults_of_recordings
from crm.recordings.retention import retention_rules
from crm.rules_admin import faults_of, number_in_force
from crm.store import Store
from crm.users import list_users
from ivr_flows.errors import FlowError, MenuError

KNOWN = (CallcenterError, CrmError, FlowError, AsteriskConfError)


@dataclass(frozen=True)
class Finding:
    """One part that was looked at; `fault` is empty when it is in order."""

    part: str
    fault: str = ""


@click.command()
@json_option
def check(as_json: bool) -> None:
    """Kiểm tra cài đặt, menu, lời thoại, cơ sở dữ liệu, Asterisk. Exit 1 when something is wrong."""
    findings = tuple(_all_findings())
    lines = [
        f"{'LỖI' if found.fault else 'được':5} {found.part}{': ' + found.fault if found.fault else ''}"
        for found in findings
    ]
    put(findings, "\n".join(lines), as_json)
    raise SystemExit(1 if any(found.fault for found in findings) else 0)


def _all_findings() -> Iterator[Finding]:
    """Each part is looked at also when another is broken, as far as it can be without it."""
    try:
        settings = settings_file.load()
    except CallcenterError as error:
        yield Finding("cài đặt", str(error))
        return
    yield Finding("cài đặt")
    yield from _looked_at("menu", lambda: _menu(settings))
    yield from _looked_at("hàng chờ", lambda: _queues(settings))
    yield from _looked_at("cơ sở dữ liệu", lambda: _database(settings))
    yield from _looked_at("tệp đính kèm", lambda: _attachments(settings))
    yield from _looked_at("bản ghi âm", lambda: _recordings(settings))
    try:
        prefix = ensure_parts(settings, lambda _: None).prefix
    except KNOWN as error:
        yield Finding("các phần tải về", str(error))
        return
    yield Finding("các phần tải về")
    yield from _looked_at("lời thoại", lambda: _sounds(settings, prefix))
    yield from _looked_at("Asterisk", lambda: _asterisk(settings, prefix))


def _looked_at(part: str, look: Callable[[], list[str]]) -> Iterator[Finding]:
    """The faults `look` finds or stumbles over; one finding without fault when there are none."""
    try:
        faults = look()
    except KNOWN as error:
        faults = [str(error)]
    yield from (Finding(part, fault) for fault in faults or [""])


def _menu(settings: Settings) -> list[str]:
    """The flow of the settings, and the version that was published over it."""
    try:
        load_flow(settings.menu)
        flow_in_force(settings)
    except MenuError as error:
        return list(error.lines)
    return []


def _queues(settings: Settings) -> list[str]:
    try:
        load_queues(settings.queues)
    except QueueFileError as error:
        return list(error.lines)
    return []


def _database(settings: Settings) -> list[str]:
    store = Store(settings.database)
    try:
        faults = [] if list_users(store) else ["chưa có tài khoản: callcenter users add TÊN --name 'Họ và tên'"]
        return [*faults, *_rules(store)] if all_units(store) else [*faults, "chưa có đơn vị xử lý nào"]
    finally:
        store.close()


def _attachments(settings: Settings) -> list[str]:
    store = Store(settings.database)
    try:
        return faults_of_files(store, FileArea(settings.attachments), datetime.now(tz=UTC))
    finally:
        store.close()


def _recordings(settings: Settings) -> list[str]:
    """Their key, the rules they are kept by, and whether each can be heard."""
    area = recording_area(settings)
    retention_rules(settings.recording_retention)
    store = Store(settings.database)
    try:
        return faults_of_recordings(store, area)
    finally:
        store.close()


def _rules(store: Store) -> list[str]:
    """What is wrong with the rules in force."""
    now = datetime.now(tz=UTC)
    number = number_in_force(store, now)
    if number is None:
        return ["chưa có quy tắc chuyển xử lý: callcenter rules import TỆP"]
    return [f"quy tắc, {fault}" for fault in faults_of(number, store, now) if fault.kind == "error"]


def _sounds(settings: Settings, prefix: Prefix) -> list[str]:
    sounds = ensure_sounds(settings, load_flow(settings.menu), prefix)
    return [f"thiếu tệp {path}.wav" for path in sounds.values() if not path.with_name(f"{path.name}.wav").is_file()]


def _asterisk(settings: Settings, prefix: Prefix) -> list[str]:
    """The dialplan as the running Asterisk has it; a stopped one is no fault: `serve` starts it."""
    switch = switchboard(settings, prefix)
    if not switch.ours or not switch.asterisk.is_running():
        return []
    missing = [number for number in settings.numbers if number not in switch.asterisk.rx("dialplan show from-trunk")]
    return [f"dialplan không nhận số {number}: khởi động lại Asterisk" for number in missing]
