"""`callcenter rules`: sets of routing rules, from the command line."""

from pathlib import Path

import click

from callcenter.cli.book_files import actor, export_options, import_options, now, open_store, read_file, write_file
from callcenter.cli.output import json_option, put
from callcenter.cli.rules import local_moment
from crm.dry_run import dry_run
from crm.errors import NotFound
from crm.rule_csv import RuleBook
from crm.rule_tables import SetState
from crm.rules_admin import (
    PublishRules,
    RollBack,
    RuleSetView,
    drop_draft,
    faults_of,
    list_sets,
    number_in_force,
    publish,
    roll_back,
    start_draft,
    the_draft,
)
from crm.store import Store
from crm.working_time import HAI_PHONG

STATES = {SetState.DRAFT: "bản nháp", SetState.PUBLISHED: "đã công bố", SetState.DROPPED: "đã bỏ"}
set_option = click.option("--set", "number", type=int, help="Bộ số mấy; mặc định: bản nháp, không có thì bộ đang dùng.")


@click.group()
def rules() -> None:
    """Quy tắc chuyển xử lý: các bộ, bản nháp, chạy thử, công bố, xuất và nhập CSV."""


@rules.command("list")
@json_option
def list_rules(as_json: bool) -> None:
    """Các bộ quy tắc, mới nhất trước."""
    sets = list_sets(open_store())
    put(sets, "\n".join(map(_line, sets)), as_json)


@rules.command("export")
@export_options
@set_option
@click.option("--at", help="Bộ được dùng vào lúc này, ISO 8601.")
def export_rules(file: Path, separator: str, number: int | None, at: str | None) -> None:
    """Ghi một bộ ra tệp CSV mở được bằng Excel; FILE là “-” thì in ra."""
    store = open_store()
    if at is not None:
        number = number_in_force(store, local_moment(at, "--at"))
    write_file(RuleBook(_known(store, number)), file, separator)


@rules.command("import")
@import_options
@json_option
def import_rules(file: Path, keep: bool, preview: bool, as_json: bool) -> None:
    """Nhập tệp CSV vào bản nháp (tạo nếu chưa có), tất cả hoặc không dòng nào. Exit 1 khi tệp có lỗi."""
    store = open_store()

    def draft() -> RuleBook:
        return RuleBook(the_draft(store) or start_draft(actor(), store, now()))

    read_file(RuleBook(_known(store, None)), file, keep, preview, as_json, draft)


@rules.command("check")
@set_option
@json_option
def check_rules(number: int | None, as_json: bool) -> None:
    """Tìm lỗi và điều đáng ngờ của một bộ. Exit 1 khi có lỗi."""
    store = open_store()
    known = _known(store, number)
    faults = faults_of(known, store, now())
    words = {"error": "LỖI", "warning": "chú ý"}
    text = "\n".join(f"{words[fault.kind]:6} {fault}" for fault in faults)
    put(faults, text or f"Bộ quy tắc {known}: không có lỗi.", as_json)
    raise SystemExit(1 if any(fault.kind == "error" for fault in faults) else 0)


@rules.command("dry-run")
@set_option
@click.option("--last", type=click.IntRange(1, 100_000), default=1000, show_default=True, help="Bao nhiêu phiếu cuối.")
@json_option
def dry_run_rules(number: int | None, last: int, as_json: bool) -> None:
    """Những phiếu gần đây sẽ đi nơi khác nếu dùng bộ này."""
    store = open_store()
    run = dry_run(_known(store, number), last, store, now())
    lines = [f"{len(run.moved)} trong {run.cases} phiếu sẽ đi nơi khác (bộ {run.number} thay bộ {run.in_force})."]
    lines += [
        f"  {case.code}: {case.old.name} → {case.new.name} [{case.new_rule or case.reason}]" for case in run.moved
    ]
    put(run, "\n".join(lines), as_json)


@rules.command("publish")
@click.option("--why", required=True, help="Lý do thay đổi.")
def publish_rules(why: str) -> None:
    """Đưa bản nháp vào sử dụng từ bây giờ."""
    store = open_store()
    drafts = [one for one in list_sets(store) if one.state is SetState.DRAFT]
    if not drafts:
        raise NotFound("bản nháp", "quy tắc")
    (draft,) = drafts
    over = number_in_force(store, now())
    publish(PublishRules(draft.number, over, draft.version, why, actor()), store, now())
    click.echo(f"Bộ quy tắc {draft.number} được dùng từ bây giờ.")


@rules.command("rollback")
@click.argument("number", type=int)
@click.option("--why", required=True, help="Lý do dùng lại.")
def roll_back_rules(number: int, why: str) -> None:
    """Dùng lại một bộ đã công bố, dưới số mới."""
    store = open_store()
    back = roll_back(RollBack(number, _known(store, number_in_force(store, now())), why, actor()), store, now())
    click.echo(f"Bộ quy tắc {back} (như bộ {number}) được dùng từ bây giờ.")


@rules.command("drop")
def drop_rules() -> None:
    """Bỏ bản nháp."""
    store = open_store()
    number = the_draft(store)
    if number is None:
        raise NotFound("bản nháp", "quy tắc")
    drop_draft(number, actor(), store, now())
    click.echo(f"Đã bỏ bản nháp {number}.")


def _known(store: Store, number: int | None) -> int:
    """The set asked for, else the draft, else the one in force. Raises `NotFound`."""
    known = [one.number for one in list_sets(store)]
    wanted = number or the_draft(store) or number_in_force(store, now())
    if wanted not in known:
        raise NotFound("bộ quy tắc", str(wanted or "nào"))
    return wanted


def _line(one: RuleSetView) -> str:
    since = f" từ {one.published_at.astimezone(HAI_PHONG):%H:%M %d/%m/%Y}" if one.published_at else ""
    until = f" đến {one.until.astimezone(HAI_PHONG):%H:%M %d/%m/%Y}" if one.until else ""
    return f"{one.number:4}  {STATES[one.state]:11}{since}{until}  {one.rules} quy tắc  {one.why}".rstrip()
