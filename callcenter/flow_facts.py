"""What the flow asks of the world (`ivr_flows.facts`), answered from the office calendar, the store and the queue."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from crm.incident_queries import notice_to_say
from crm.office_calendar import working_time_of
from crm.phone_numbers import normalise
from crm.queries import caller
from crm.store import Store
from crm.working_time import HAI_PHONG, WorkingTime

VIETNAM: Final = "+84"


@dataclass(frozen=True)
class Question:
    """One fact, for a caller: the number as the trunk said it, "" when withheld, and the topic chosen."""

    name: str
    phone: str
    topic: str | None


def find_fact(question: Question, store: Store, waiting: Callable[[], int | None], now: datetime) -> str | None:
    """The answer in the words of `ivr_flows.facts`; None when it is not known."""
    match question.name:
        case "office":
            return office(working_time_of(store), now)
        case "caller":
            return known_or_stranger(question.phone, store, now)
        case "incident":
            return "calm" if notice_to_say(store, question.topic, ()) is None else "outage"
        case "language":
            return language(question.phone)
        case "now":
            return f"{now.astimezone(HAI_PHONG):%H:%M}"
        case "today":
            return now.astimezone(HAI_PHONG).date().isoformat()
        case "waiting":
            count = waiting()
            return None if count is None else str(count)
    return None


def office(working_time: WorkingTime, now: datetime) -> str:
    """Whether the office is open: by its hours on working days, never on days off."""
    local = now.astimezone(HAI_PHONG)
    if not working_time.is_working_day(local.date()):
        return "holiday"
    return "open" if any(opens <= local.time() < closes for opens, closes in working_time.office_hours) else "closed"


def known_or_stranger(phone: str, store: Store, now: datetime) -> str:
    """Who has called before, the present call aside, or has a case."""
    found = caller(store, phone, now)
    return "known" if found.case_count or any(contact.ended_at for contact in found.contacts) else "stranger"


def language(phone: str) -> str:
    """By the country of the number; a withheld one is taken for a Vietnamese one."""
    number = normalise(phone)
    return "foreign" if number.startswith("+") and not number.startswith(VIETNAM) else "vietnamese"
