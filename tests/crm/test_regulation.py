"""Quyết định 33/2026/QĐ-CTUBND, Điều 7 and 8: one test for each sentence that sets a term, by its article.

Each row of `TERMS` says how a case comes to the term, when it ends, and the step that ends it; it is tried at its last
moment (met) and a minute later (breached). Sentences that set a duty: test_duties_of_1022.py, test_duties_of_units.py.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, NamedTuple

import pytest

from crm.case import Category
from crm.store import Store
from crm.views import CaseView
from tests.crm.life import Life
from tests.crm.moments import local
from tests.crm.walks import (
    DAY,
    DIRECTIVE,
    INFRA,
    SOCIAL,
    SUGGESTION,
    accepted,
    attached,
    consulted,
    expected,
    extended,
    forwarded_again,
    given_back,
    in_work,
    new,
    on_site,
    open_clock,
    passed_on,
    referred,
    through_office,
    to_be_checked,
    verified,
    with_unit,
)


def pass_on(life: Life, at: datetime) -> CaseView:
    return life.forward_on(at, "so_y_te")


class Term(NamedTuple):
    """A sentence that sets a term, and the case it is tried on."""

    article: str
    words: str
    category: Category
    received: str
    walk: Callable[[Life], None]
    clock: str
    due: str
    end: Callable[[Life, datetime], CaseView]


# fmt: off
TERMS: Final = (
    Term("7.3", "60 phút kể từ khi nhận được", SOCIAL, DAY, new, "intake", "2026-08-19 10:00", Life.forward),
    Term("7.3", "chuyển xin hướng dẫn", SOCIAL, DAY, new, "intake", "2026-08-19 10:00", Life.refer),
    Term("7.3", "cả đêm giao thừa", SOCIAL, "2026-02-16 23:30", new, "intake", "2026-02-17 00:30", Life.forward),
    Term("7.4", "02 giờ, trong giờ hành chính", SOCIAL, DAY, referred, "guidance", "2026-08-19 11:30", Life.guide),
    Term("7.4", "nghỉ trưa", SOCIAL, "2026-08-19 10:00", referred, "guidance", "2026-08-19 14:30", Life.guide),
    Term("7.4", "chuyển lúc 16:30", SOCIAL, "2026-08-19 16:00", referred, "guidance", "2026-08-20 09:00", Life.guide),
    Term("7.4", "ngoài giờ", SOCIAL, "2026-08-19 19:30", referred, "guidance", "2026-08-20 09:30", Life.guide),
    Term("7.4", "thứ bảy làm bù", SOCIAL, "2026-08-22 16:00", referred, "guidance", "2026-08-24 09:00", Life.guide),
    Term("7.4", "04 giờ, ngày nghỉ", SOCIAL, "2026-08-23 08:30", referred, "guidance", "2026-08-23 13:00", Life.guide),
    Term("7.4", "04 giờ, ngày lễ", SOCIAL, "2026-11-24 07:30", referred, "guidance", "2026-11-24 12:00", Life.guide),
    Term("7.4", "04 giờ, ngày tết", SOCIAL, "2026-02-17 00:00", referred, "guidance", "2026-02-17 04:30", Life.guide),
    Term("7.5", "không quá 60 phút", SOCIAL, DAY, attached, "duplicate_notice", "2026-08-19 10:00", Life.notify),
    Term("8.1a", "báo giả: 02 giờ", INFRA, DAY, accepted, "verify", "2026-08-19 11:30", Life.report_false),
    Term("8.1a", "chuyển trả: 02 giờ", INFRA, DAY, with_unit, "verify", "2026-08-19 11:30", Life.give_back),
    Term("8.1a", "có thật", INFRA, DAY, accepted, "verify", "2026-08-19 11:30", Life.verify),
    Term("8.1a", "đêm giao thừa", INFRA, "2026-12-31 22:50", accepted, "verify", "2027-01-01 01:20", Life.verify),
    Term("7.3", "chuyển tiếp lại", INFRA, DAY, given_back, "intake", "2026-08-19 11:00", Life.forward),
    Term("8.1a", "đơn vị nhận lại", INFRA, DAY, forwarded_again, "verify", "2026-08-19 12:20", Life.give_back),
    Term("8.1b", "01 giờ từ hết bước 1", INFRA, DAY, verified, "assign", "2026-08-19 11:10", Life.assign),
    Term("8.1c", "04 giờ từ hết bước 2", INFRA, DAY, on_site, "fix", "2026-08-19 14:30", Life.resolve),
    Term("8.1c", "thời gian dự kiến hoàn tất", INFRA, DAY, expected, "fix", "2026-08-20 18:00", Life.resolve),
    Term("8.2d", "05 ngày, có thứ bảy làm bù", SOCIAL, DAY, in_work, "resolve", "2026-08-26 00:00", Life.resolve),
    Term("8.2d", "qua Tết", SOCIAL, "2026-02-13 10:00", in_work, "resolve", "2026-02-28 00:00", Life.resolve),
    Term("8.2d", "qua ngày 24/11", SOCIAL, "2026-11-20 10:00", in_work, "resolve", "2026-12-01 00:00", Life.resolve),
    Term("8.2d", "qua năm mới", SOCIAL, "2026-12-31 10:00", in_work, "resolve", "2027-01-09 00:00", Life.resolve),
    Term("8.2e", "thời hạn cam kết", SOCIAL, DAY, extended, "extension", "2026-08-29 00:00", Life.resolve),
    Term("8.2f", "01 ngày làm việc", SOCIAL, DAY, with_unit, "forward_on", "2026-08-21 00:00", pass_on),
    Term("8.2f", "02 ngày có kiểm tra thực tế", SOCIAL, DAY, to_be_checked, "forward_on", "2026-08-22 00:00", pass_on),
    Term("8.2f", "cơ quan nhận chuyển tiếp", SOCIAL, DAY, passed_on, "forward_on", "2026-08-21 00:00", pass_on),
    Term("8.2g", "chuyển trả 1022", SOCIAL, DAY, accepted, "forward_on", "2026-08-21 00:00", Life.give_back),
    Term("8.3a", "01 ngày làm việc", SUGGESTION, DAY, new, "review", "2026-08-21 00:00", Life.forward),
    Term("8.3c", "10 ngày", SUGGESTION, "2026-08-03 09:00", in_work, "resolve", "2026-08-14 00:00", Life.resolve),
    Term("8.3c", "10 ngày, hết vào ngày nghỉ", SUGGESTION, DAY, in_work, "resolve", "2026-09-04 00:00", Life.resolve),
    Term("8.3c", "15 ngày", SUGGESTION, "2026-08-03 09:00", consulted, "resolve", "2026-08-19 00:00", Life.resolve),
    Term("8.4a", "01 ngày làm việc", DIRECTIVE, DAY, with_unit, "review", "2026-08-21 00:00", pass_on),
    Term("8.4c", "10 ngày làm việc", DIRECTIVE, DAY, through_office, "resolve", "2026-09-05 00:00", Life.resolve),
)
# fmt: on


@pytest.mark.parametrize("late", [False, True], ids=["met", "breached"])
@pytest.mark.parametrize("term", TERMS, ids=lambda term: f"{term.article} {term.words}")
def test_a_term_of_the_regulation(store: Store, term: Term, late: bool) -> None:
    life, due = Life(store, term.category, local(term.received)), local(term.due)
    term.walk(life)
    assert open_clock(life.case, term.clock).due_at == due
    case = term.end(life, due + timedelta(minutes=1) if late else due)
    ended = [one for one in case.clocks if one.name == term.clock and one.due_at == due and one.stopped_at][-1]
    assert (ended.state, ended.source[:3]) == ("breached" if late else "met", term.article[:3])
