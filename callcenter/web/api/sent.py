"""What a client sends: bodies, queries and headers, one model each. The handlers and the document are made of them."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints, ValidationInfo, field_validator

from callcenter.web.api.fields import (
    Asked,
    Content,
    EntityTags,
    IdempotencyKey,
    Line,
    Moment,
    PageSize,
    Said,
    Sent,
    TopicKey,
    WardCode,
    Word,
    Words,
    known_choice,
)
from crm.api_queries import ListCases, read_cursor
from crm.case import CaseState, Category, SocialField
from crm.messages import TicketFields
from crm.topics import topics_of


def topics_by_category() -> list[Any]:
    """Which topics go with which category; a social case says its line of Biểu mẫu 01, or its topic does."""
    found: list[Any] = []
    for category in Category:
        keys = [topic.key for topic in topics_of(category)]
        this = {"category": {"const": category}, "topic": {"enum": [*keys, None]}}
        if category is not Category.SOCIAL:
            found.append({"properties": this})
            continue
        found.append({"properties": this | {"topic": {"enum": keys}}, "required": ["topic"]})
        found.append({"properties": this | {"social_field": {"enum": [*SocialField]}}, "required": ["social_field"]})
    return found


class NewCase(Sent):
    """A report, with what Điều 6 asks: name and content are required, the rest where there is any."""

    model_config = ConfigDict(json_schema_extra={"anyOf": topics_by_category()})

    content: Content = Field(description="Nội dung phản ánh, bằng tiếng Việt (Điều 6.3)")
    category: Category = Field(description="Lĩnh vực (Điều 5); see /categories")
    topic: TopicKey | None = Field(None, description="Chủ đề, of the category; see /topics")
    social_field: SocialField | None = Field(
        None, description="Line of Biểu mẫu 01 of a social case; the topic's own when left out"
    )
    ward: WardCode | None = Field(None, description="Xã, phường, đặc khu of the matter; see /wards")
    place: Line = Field("", description="Where in the ward: house number, street, landmark")
    reporter_name: Said = Field(description="Họ và tên (Điều 6.1)")
    reporter_phone: Line = Field("", description="Số điện thoại (Điều 6.2), in any spelling")
    reporter_address: Line = Field("", description="Địa chỉ liên hệ")
    reporter_email: Line = Field("", description="Địa chỉ thư điện tử")
    confidential: bool = Field(False, description="Yêu cầu bảo mật: units and other clients do not see the reporter")

    @field_validator("topic")
    @classmethod
    def topic_is_of_the_category(cls, key: str | None, info: ValidationInfo) -> str | None:
        category = info.data.get("category")  # not there when it is wrong itself
        if key is not None and category is not None:
            known_choice(key, key in {topic.key for topic in topics_of(category)})
        return key

    def as_fields(self) -> TicketFields:
        return TicketFields(**self.model_dump())


class Withdrawal(Sent):
    why: Words = Field(description="Lý do người dân thu hồi phản ánh")


class CaseFilter(Asked):
    """Which cases. A name may come several times: any of the values."""

    state: tuple[CaseState, ...] = ()
    category: tuple[Category, ...] = ()
    topic: tuple[Word, ...] = ()
    ward: tuple[Word, ...] = Field((), description="Ward code; see /wards")
    unit: tuple[Word, ...] = Field((), description="Unit code; see /units")
    received_from: Moment | None = None
    received_to: Moment | None = None
    updated_since: Moment | None = Field(None, description="Something was done to the case at or after this moment")
    mine: Literal["true", "false"] = Field("false", description="Only this client's own cases")
    cursor: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,16}-[0-9]{9}$")] | None = Field(
        None, description="`next` of the page before"
    )
    limit: PageSize = 50

    def as_question(self, actor: str, *, sees_all: bool) -> ListCases:
        return ListCases(
            actor=actor,
            everybodys=sees_all and self.mine == "false",
            states=self.state,
            categories=self.category,
            topics=self.topic,
            wards=self.ward,
            units=self.unit,
            received_from=self.received_from,
            received_to=self.received_to,
            updated_since=self.updated_since,
            after=read_cursor(self.cursor) if self.cursor else None,
            limit=self.limit,
        )


class TopicFilter(Asked):
    category: Category | None = None


class WardFilter(Asked):
    name: Line | None = Field(
        None, description="A name people say, today's or of before 1/7/2025; the likeliest ward comes first"
    )


class FileName(Asked):
    name: Line = Field("", description="What its sender calls the file")


class OnceOnly(Asked):
    idempotency_key: IdempotencyKey = Field(
        alias="Idempotency-Key",
        description="Made by the client once per report. Sent again within 48 hours, the same request gets the same "
        "answer and opens no second case.",
    )


class IfChanged(Asked):
    if_none_match: EntityTags | None = Field(
        None, alias="If-None-Match", description="ETag the client has: 304 when it is still the same"
    )


class OnlyIf(Asked):
    if_match: EntityTags = Field(
        alias="If-Match", description="ETag of the case as the citizen saw it, or *: 412 when it changed meanwhile"
    )
