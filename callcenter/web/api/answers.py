"""What the API answers with, one model each; the document is made of them."""

from datetime import datetime
from typing import Any, Final, Self

from pydantic import BaseModel, Field

from crm.api_queries import ApiCase, TimelineEvent
from crm.case import STATE_NAMES, STEP_NAMES, CaseState, CaseStep, Category, SocialField
from crm.views import AttachmentView, ClockView, UnitView


class FieldFault(BaseModel):
    field: str
    detail: str


class Problem(BaseModel):
    """What went wrong (RFC 9457). `code` is for programs, `title` and `detail` are Vietnamese."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    errors: list[FieldFault] = Field(description="Field by field, where single ones are wrong")


class Unit(BaseModel):
    """Đơn vị xử lý."""

    code: str
    name: str

    @classmethod
    def of(cls, unit: UnitView) -> Self:
        return cls(code=unit.code, name=unit.name)


class Deadline(BaseModel):
    """A term of Điều 7 or 8: it ran, or runs, until `due_at`."""

    name: str
    article: str
    due_at: datetime
    stopped_at: datetime | None
    state: str = Field(description="open, met or breached")

    @classmethod
    def of(cls, clock: ClockView) -> Self:
        return cls(
            name=clock.name,
            article=clock.source,
            due_at=clock.due_at,
            stopped_at=clock.stopped_at,
            state=clock.state,
        )


class Event(BaseModel):
    """One step of a case, with the article it rests on."""

    at: datetime
    step: CaseStep
    step_name: str
    state: CaseState = Field(description="Of the case afterwards")
    article: str
    unit: str | None = Field(description="Code of the unit that got the case by it")
    note: str | None = Field(description="What the reporter is told by it: only of the client's own cases")

    @classmethod
    def of(cls, event: TimelineEvent) -> Self:
        return cls(
            at=event.at,
            step=event.step,
            step_name=STEP_NAMES[event.step],
            state=event.state,
            article=event.article,
            unit=event.unit,
            note=event.note or None,
        )


class Attachment(BaseModel):
    id: int
    kind: str = Field(description="picture, video, sound or document")
    media_type: str
    name: str
    size: int = Field(description="Bytes, as kept: what was written beside the picture is gone")
    sha256: str
    added_at: datetime

    @classmethod
    def of(cls, file: AttachmentView) -> Self:
        return cls(**{name: getattr(file, name) for name in cls.model_fields})


class CaseSummary(BaseModel):
    """A case. What a person wrote, and whether duplicate, is there for the client that reported it only."""

    code: str
    own: bool = Field(description="This client reported it")
    state: CaseState
    state_name: str
    category: Category
    topic: str | None
    social_field: SocialField | None
    ward: str | None
    unit: Unit | None
    received_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    expected_at: datetime | None = Field(description="Dự kiến hoàn tất (8.1c)")
    committed_at: datetime | None = Field(description="End of the day committed to (8.2e)")
    confidential: bool
    deadlines: list[Deadline]
    content: str | None
    place: str | None
    duplicate_of: str | None = Field(description="Code of the first report of the matter (7.5)")

    @classmethod
    def of(cls, case: ApiCase) -> Self:
        return cls(**summary(case))


class Case(CaseSummary):
    """A case with its timeline and files."""

    timeline: list[Event]
    attachments: list[Attachment]

    @classmethod
    def of(cls, case: ApiCase) -> Self:
        return cls(
            **summary(case),
            timeline=[Event.of(event) for event in case.timeline],
            attachments=[Attachment.of(file) for file in case.attachments],
        )


NAMED_ALIKE: Final = frozenset(CaseSummary.model_fields) & frozenset(ApiCase.__dataclass_fields__)


def summary(case: ApiCase) -> dict[str, Any]:
    """The fields of a summary: null, not empty, where this client may not look."""
    return {name: getattr(case, name) for name in NAMED_ALIKE} | {
        "state_name": STATE_NAMES[case.state],
        "unit": Unit.of(case.unit) if case.unit else None,
        "deadlines": [Deadline.of(clock) for clock in case.clocks],
        "content": case.content if case.own else None,
        "place": case.place if case.own else None,
    }


class Cases(BaseModel):
    """A page, the newest receipt first."""

    cases: list[CaseSummary]
    next: str | None = Field(description="`cursor` of the next page; the Link header has its whole address")


class CategoryAnswer(BaseModel):
    key: Category
    name: str
    article: str


class Categories(BaseModel):
    categories: list[CategoryAnswer]


class TopicAnswer(BaseModel):
    key: str
    name: str
    category: Category
    social_field: SocialField | None


class Topics(BaseModel):
    topics: list[TopicAnswer]


class WardAnswer(BaseModel):
    code: str
    name: str = Field(description="With its kind: Phường Lê Chân")
    formerly: list[str] = Field(description="Communes and districts of before 1/7/2025 in its area")


class Wards(BaseModel):
    wards: list[WardAnswer]


class Units(BaseModel):
    units: list[Unit]
