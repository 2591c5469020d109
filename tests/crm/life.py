"""A case's whole life as the tests walk it, a line a step: each takes the case, and the moment, and answers with it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from crm.case import Category
from crm.desk import close_case, forward_case, guide_case, open_case, save_case
from crm.duplicate_desk import attach_duplicate, detach_duplicate, notify_reporter
from crm.life_messages import (
    AcceptCase,
    AssignCase,
    AttachDuplicate,
    CloseCase,
    ConsultAgencies,
    DetachDuplicate,
    ExpectCompletion,
    ExtendCase,
    ForwardOn,
    GuideCase,
    NoteProgress,
    NotifyReporter,
    ReportFalse,
    ResolveCase,
    ReturnCase,
    VerifyCase,
)
from crm.messages import ForwardCase, OpenCase, SaveCase, TicketFields
from crm.store import Store
from crm.unit_desk import (
    accept_case,
    assign_case,
    consult_agencies,
    expect_completion,
    extend_case,
    forward_on,
    note_progress,
    report_false,
    resolve_case,
    return_case,
    verify_case,
)
from crm.views import CaseView
from tests.crm.cases import WATER

PICTURE: Final = ("anh-hien-truong.jpg",)
OFFICE: Final = "city_office"
TICKETS: Final = {
    Category.INFRASTRUCTURE: WATER,
    Category.SOCIAL: replace(WATER, category=Category.SOCIAL, topic="noise"),
    Category.SUGGESTION: replace(WATER, category=Category.SUGGESTION, topic=None),
    Category.DIRECTIVE: replace(WATER, category=Category.DIRECTIVE, topic=None),
}
UNITS: Final = {
    Category.INFRASTRUCTURE: "cap_nuoc",
    Category.SOCIAL: "cong_an",
    Category.SUGGESTION: "so_xay_dung",
    Category.DIRECTIVE: OFFICE,
}


class Life:
    """One case in a store. Every step keeps the newest picture in `case`; `now` is the moment of the last one."""

    def __init__(self, store: Store, category: Category, received: datetime) -> None:
        self.store, self.now = store, received
        self.case = open_case(OpenCase(TICKETS[category], "lan"), store, received)

    @property
    def category(self) -> Category:
        assert self.case.fields.category
        return self.case.fields.category

    def do(
        self, function: Callable[[Any, Store, datetime], CaseView], command: type[Any], at: datetime, **said: Any
    ) -> CaseView:
        """One command on the case as it is."""
        self.case = function(
            command(code=self.case.code, version=self.case.version, actor="lan", **said), self.store, at
        )
        self.now = at
        return self.case

    def forward(self, at: datetime, unit: str = "") -> CaseView:
        return self.do(forward_case, ForwardCase, at, unit=unit or UNITS[self.category], why="Theo quy tắc")

    def refer(self, at: datetime) -> CaseView:
        return self.forward(at, OFFICE)

    def guide(self, at: datetime, unit: str = "") -> CaseView:
        return self.do(guide_case, GuideCase, at, unit=unit or UNITS[self.category], why="Văn phòng xác định")

    def accept(self, at: datetime, **said: Any) -> CaseView:
        return self.do(accept_case, AcceptCase, at, **said)

    def verify(self, at: datetime) -> CaseView:
        return self.do(verify_case, VerifyCase, at, finding="Vỡ ống tại số 3")

    def report_false(self, at: datetime) -> CaseView:
        return self.do(report_false, ReportFalse, at, finding="Nước chảy bình thường")

    def assign(self, at: datetime, sub_unit: str = "Đội 1") -> CaseView:
        return self.do(assign_case, AssignCase, at, sub_unit=sub_unit)

    def expect(self, at: datetime, expected_at: datetime) -> CaseView:
        return self.do(expect_completion, ExpectCompletion, at, expected_at=expected_at, why="Chờ vật tư")

    def extend(self, at: datetime, committed: date, **said: Any) -> CaseView:
        usual = {"progress": "Đã lập biên bản", "evidence": PICTURE}
        return self.do(extend_case, ExtendCase, at, committed=committed, **usual | said)

    def consult(self, at: datetime, **said: Any) -> CaseView:
        usual = {"agencies": "Sở Tài chính", "why": "Cần ý kiến về kinh phí", "told": "Nhắn tin"}
        return self.do(consult_agencies, ConsultAgencies, at, **usual | said)

    def note(self, at: datetime) -> CaseView:
        return self.do(note_progress, NoteProgress, at, progress="Đang đào đường")

    def resolve(self, at: datetime, **said: Any) -> CaseView:
        usual = {"result": "Đã sửa xong", "evidence": PICTURE, "handled_at": at}
        return self.do(resolve_case, ResolveCase, at, **usual | said)

    def give_back(self, at: datetime, **said: Any) -> CaseView:
        usual = {"why": "Không thuộc thẩm quyền", "finding": "Ống của đơn vị khác"}
        return self.do(return_case, ReturnCase, at, **usual | said)

    def forward_on(self, at: datetime, unit: str, **said: Any) -> CaseView:
        return self.do(forward_on, ForwardOn, at, unit=unit, why="Đúng thẩm quyền", **said)

    def close(self, at: datetime) -> CaseView:
        return self.do(close_case, CloseCase, at, told="Nhắn tin SMS")

    def attach(self, at: datetime, primary: str, **said: Any) -> CaseView:
        return self.do(attach_duplicate, AttachDuplicate, at, primary=primary, why="Cùng một chỗ vỡ ống", **said)

    def notify(self, at: datetime) -> CaseView:
        return self.do(notify_reporter, NotifyReporter, at, told="Gọi điện")

    def detach(self, at: datetime) -> CaseView:
        return self.do(detach_duplicate, DetachDuplicate, at, why="Hai chỗ khác nhau")

    def save(self, at: datetime, **changed: Any) -> CaseView:
        fields: TicketFields = replace(self.case.fields, **changed)
        return self.do(save_case, SaveCase, at, fields=fields)
