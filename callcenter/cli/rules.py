"""`callcenter term` and `callcenter route`: ask the regulation without opening a page."""

from datetime import datetime

import click

from callcenter.cli.book_files import open_store
from callcenter.cli.output import json_option, put
from crm.case import Category
from crm.errors import StoreUnavailable
from crm.messages import RoutingQuestion
from crm.office_calendar import working_time_of
from crm.places import likeliest_wards, ward_by_code
from crm.queries import propose_unit
from crm.terms import due_at
from crm.working_time import HAI_PHONG, WorkingTime, end_of, last_day

NEAREST = 8  # losing rules shown to people; --json has all
CATEGORY = click.Choice([category.value for category in Category])


@click.command()
@click.option("--clock", required=True, help="intake, guidance, verify, assign, fix, resolve, ...")
@click.option("--category", type=CATEGORY, required=True)
@click.option("--start", required=True, help="Lúc bắt đầu, ISO 8601; không có múi giờ là giờ Hải Phòng.")
@click.option("--site-check", is_flag=True, help="Có kiểm tra thực tế (Điều 8.2f).")
@click.option("--consult", is_flag=True, help="Phải hỏi ý kiến cơ quan khác (Điều 8.3).")
@json_option
def term(clock: str, category: str, start: str, site_check: bool, consult: bool, as_json: bool) -> None:
    """Một thời hạn kết thúc lúc nào, tính kiểu gì, theo điều nào."""
    moment = local_moment(start, "--start")
    found = due_at(clock, Category(category), moment, calendar(), site_check=site_check, consult=consult)
    answer = {"due": found.due_at.astimezone(HAI_PHONG), "counting": found.counting, "source": found.source}
    put(answer, f"{ending(found.due_at)} ({found.counting}, Điều {found.source})", as_json)


@click.command()
@click.option("--category", type=CATEGORY, required=True)
@click.option("--topic", help="Khóa chủ đề, ví dụ water_supply.")
@click.option("--ward", help="Mã hoặc tên xã, phường, đặc khu (tên cũ cũng được).")
@click.option("--text", default="", help="Nội dung phản ánh, để tìm từ khóa.")
@click.option("--at", help="Theo quy tắc của lúc nào, ISO 8601; mặc định: bây giờ.")
@json_option
def route(category: str, topic: str | None, ward: str | None, text: str, at: str | None, as_json: bool) -> None:
    """Đơn vị nào xử lý, luật nào thắng, vì sao các luật khác thua."""
    store = open_store()
    now = datetime.now(tz=HAI_PHONG)
    moment = local_moment(at, "--at") if at else None
    question = RoutingQuestion(Category(category), topic, _ward_code(ward), text, moment)
    answer = propose_unit(store, question, now)
    lines = [f"{answer.unit.name} ({answer.unit.code}): {answer.reason} [Điều {answer.source}]"]
    lines += [f"  không chọn {loser.unit} ({loser.rule}): {loser.why}" for loser in answer.losers[:NEAREST]]
    if len(answer.losers) > NEAREST:
        lines.append(f"  ... và {len(answer.losers) - NEAREST} luật khác, xem --json")
    put(answer, "\n".join(lines), as_json)


def ending(due: datetime) -> str:
    """The end of a term as people say it: a day ends at its own 24:00, not at the next one's 00:00 (Điều 148.6)."""
    local = due.astimezone(HAI_PHONG)
    return f"24:00 {last_day(due):%d/%m/%Y}" if due == end_of(last_day(due)) else f"{local:%H:%M %d/%m/%Y}"


def local_moment(text: str, option: str) -> datetime:
    """A moment in ISO 8601; without a time zone it is Hải Phòng's. Raises `click.BadParameter`."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"{text} không phải ISO 8601, ví dụ 2026-11-24T09:00", param_hint=option) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=HAI_PHONG)


def calendar() -> WorkingTime:
    """The administrator's working time; the national one where nothing was set up yet."""
    try:
        return working_time_of(open_store())
    except StoreUnavailable:
        return WorkingTime.default()


def _ward_code(text: str | None) -> str | None:
    """A ward's code from its code or any of its names. Raises `click.BadParameter` when it names none or several."""
    if not text:
        return None
    by_code = ward_by_code(text)
    found = (by_code,) if by_code else likeliest_wards(text)
    if len(found) != 1:
        names = ", ".join(ward.full_name for ward in found[:5]) or "không nơi nào"
        raise click.BadParameter(f"{text} khớp với {names}", param_hint="--ward")
    return found[0].code
