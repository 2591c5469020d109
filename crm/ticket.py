"""The fields of a report: what makes them complete (Điều 6) and what changed between two versions. Pure."""

from crm.case import Category, SocialField
from crm.errors import IncompleteCase, NotFound
from crm.messages import TicketFields
from crm.phone_numbers import normalise
from crm.places import ward_by_code
from crm.topics import Topic, topics_of

FIELDS = tuple(TicketFields.__dataclass_fields__)


def complete(fields: TicketFields, caller: str = "") -> TicketFields:
    """The fields as they are stored, `caller` filling an empty phone.

    Raises `IncompleteCase` when the name, the content (Điều 6) or the category is missing, or a social case's line of
    Biểu mẫu 01 is neither chosen nor proposed by its topic; `NotFound` for a ward or topic that is not on the lists.
    """
    category = fields.category
    topic = find_topic(category, fields.topic) if category and fields.topic else None
    clean = TicketFields(
        content=fields.content.strip(),
        category=category,
        topic=topic.key if topic else None,
        social_field=social_field(category, fields.social_field, topic),
        ward=find_ward(fields.ward) if fields.ward else None,
        place=fields.place.strip(),
        reporter_name=fields.reporter_name.strip(),
        reporter_phone=normalise(fields.reporter_phone) or caller,
        reporter_address=fields.reporter_address.strip(),
        reporter_email=fields.reporter_email.strip(),
        confidential=fields.confidential,
    )
    required = ["reporter_name", "content", "category"] + ["social_field"] * (category is Category.SOCIAL)
    if missing := [name for name in required if not getattr(clean, name)]:
        raise IncompleteCase(missing)
    return clean


def differences(before: TicketFields, after: TicketFields) -> dict[str, tuple[str, str]]:
    """What an edit changed: field -> (before, after), as text for the history."""
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in FIELDS}
    return {name: (as_text(old), as_text(new)) for name, (old, new) in pairs.items() if old != new}


def as_text(value: str | bool | None) -> str:
    """A field's value in the history: the word that data and API use, "" for "not said"."""
    return str(value or "") if not isinstance(value, bool) else str(value).lower()


def social_field(category: Category | None, chosen: SocialField | None, topic: Topic | None) -> SocialField | None:
    """The line of Biểu mẫu 01 a social case falls under: what the operator chose, else what the topic proposes."""
    if category is not Category.SOCIAL:
        return None
    return chosen or (topic.social_field if topic else None)


def find_topic(category: Category, key: str) -> Topic:
    """The topic of this category, else `NotFound`."""
    for topic in topics_of(category):
        if topic.key == key:
            return topic
    raise NotFound("chủ đề", key)


def find_ward(code: str) -> str:
    """The code, when it is one of ours, else `NotFound`."""
    if ward_by_code(code) is None:
        raise NotFound("xã, phường, đặc khu", code)
    return code
