"""How likely two reports are the same matter (Điều 7.5), and why: pure, over the weights of `crm/data/duplicates.toml`.

Four parts are looked at: what it is about, where, what was written, when. The score is their weighted geometric mean:
a part that says "another matter" is not outweighed by the others. The system proposes, the operator decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache
from math import prod
from typing import Any, Final

from rapidfuzz import fuzz

from crm.case import CaseState, Category
from crm.categories import category_name
from crm.data import read_toml
from crm.folding import fold
from crm.neighbours import Nearness, common_district, nearness
from crm.places import ward_name
from crm.street_address import Likeness, mentions, read_address
from crm.street_address import likeness as address_likeness
from crm.topics import topic_name

FILE: Final = "duplicates.toml"
MINUTE: Final = timedelta(minutes=1)
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Matter:
    """What a report says of its matter: all that the comparison looks at."""

    category: Category
    topic: str | None = None
    ward: str | None = None
    place: str = ""
    content: str = ""


@dataclass(frozen=True)
class EarlierCase:
    """A case that the report may repeat."""

    code: str
    state: CaseState
    matter: Matter
    received_at: datetime
    unit: str | None = None
    incident: int | None = None


@dataclass(frozen=True)
class DuplicateProposal:
    """An earlier case, how likely it is the same matter (0-100), and why, in Vietnamese."""

    case: EarlierCase
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """One part of a comparison: its value from 0 to 1, and the reason it gives, if any."""

    name: str
    value: float
    reason: str = ""


def propose(matter: Matter, earlier: Sequence[EarlierCase], now: datetime) -> tuple[DuplicateProposal, ...]:
    """The likeliest of the earlier cases, the best first; of equals the newest."""
    scored = [compare(matter, case, now) for case in earlier]
    likely = [proposal for proposal in scored if proposal.score >= _data()["threshold"]]
    likely.sort(key=lambda proposal: (proposal.score, proposal.case.received_at), reverse=True)
    return tuple(likely[: _data()["shown"]])


def compare(matter: Matter, case: EarlierCase, now: datetime) -> DuplicateProposal:
    """How likely the report repeats the case."""
    other = case.matter
    parts = (place_part(matter, other), text_part(matter, other), topic_part(matter, other), time_part(case, now))
    weights, floor = _data()["weights"], _data()["floor"]
    score = prod(max(part.value, floor) ** weights[part.name] for part in parts)
    return DuplicateProposal(case, round(100 * score), tuple(part.reason for part in parts if part.reason))


def window(category: Category) -> timedelta:
    """How old a case may be that a new report still repeats."""
    return timedelta(days=_data()["window_days"][category])


def topic_part(one: Matter, other: Matter) -> Part:
    """The topic; categories without topics are compared as a whole."""
    if one.topic != other.topic:
        return Part("topic", _data()["topic"]["not_said"])
    about = topic_name(one.topic) if one.topic else category_name(one.category)
    return Part("topic", _data()["topic"]["same"], f"Cùng {'chủ đề' if one.topic else 'lĩnh vực'} {about}")


def place_part(one: Matter, other: Matter) -> Part:
    """Ward and street together; the same street counts also across the border of two wards."""
    near = nearness(one.ward, other.ward)
    street = street_likeness(one, other)
    wards = _data()["ward"]
    value = 0.0 if near is Nearness.FAR else wards[near]
    if street in SAME_STREET and near is not Nearness.FAR:
        value = max(value, wards["floor_on_same_street"])
    reasons = [reason for reason in (street_reason(street, other), ward_reason(near, one, other)) if reason]
    reason = ", ".join(reasons)
    return Part("place", value * street_value(street, one), reason[:1].upper() + reason[1:])


SAME_STREET: Final = frozenset(
    {Likeness.SAME_NUMBER, Likeness.NEAR_NUMBER, Likeness.NUMBER_NOT_SAID, Likeness.OTHER_NUMBER, Likeness.MENTIONED}
)


def street_likeness(one: Matter, other: Matter) -> Likeness:
    """How the two streets go together. Of a report without one, the content may still name the other's."""
    mine, theirs = _address(one.place), _address(other.place)
    found = address_likeness(mine, theirs)
    if found is Likeness.NOT_SAID and (
        mentions(_folded(other.content), mine) or mentions(_folded(one.content), theirs)
    ):
        return Likeness.MENTIONED
    return found


def street_value(street: Likeness, matter: Matter) -> float:
    """Another street is another matter, unless the trouble is of a kind that covers more than a street."""
    wide = street is Likeness.OTHER and matter.topic in _data()["wide_topics"]
    value: float = _data()["street"]["other_wide" if wide else street]
    return value


def street_reason(street: Likeness, other: Matter) -> str:
    """The street in words; nothing when it does not speak for the same matter."""
    match street:
        case Likeness.SAME_NUMBER:
            return f"cùng đường, cùng số “{other.place}”"
        case Likeness.NEAR_NUMBER:
            return f"cùng đường, số gần nhau “{other.place}”"
        case Likeness.NUMBER_NOT_SAID | Likeness.OTHER_NUMBER:
            return f"cùng đường “{other.place}”"
        case Likeness.MENTIONED:
            return "nội dung nhắc cùng tên đường"
        case Likeness.NOT_SAID | Likeness.OTHER:
            return ""


def ward_reason(near: Nearness, one: Matter, other: Matter) -> str:
    """The ward in words."""
    match near:
        case Nearness.SAME if one.ward:
            return f"cùng {ward_name(one.ward)}"
        case Nearness.TOUCHING if other.ward:
            return f"giáp {ward_name(other.ward)}"
        case Nearness.DISTRICT if one.ward and other.ward:
            return f"{ward_name(other.ward)} cùng {common_district(one.ward, other.ward)} cũ"
        case _:
            return ""


def text_part(one: Matter, other: Matter) -> Part:
    """The words that say something, in any order; how many of them both have, the shorter text being the measure."""
    mine, theirs = _telling(one.content), _telling(other.content)
    if not mine or not theirs:
        return Part("text", _data()["text"]["nothing_said"])
    common = _data()["text"]["common_likeness"]
    alike = fuzz.token_set_ratio(mine, theirs)
    telling = alike >= _data()["text"]["telling"]
    return Part("text", (alike - common) / (100 - common), f"Nội dung giống {alike:.0f} %" if telling else "")


def time_part(case: EarlierCase, now: datetime) -> Part:
    """The nearer in time the likelier; at the end of the window nothing is left."""
    age = max(now - case.received_at, timedelta())
    sent = f"Gửi {ago(age)} trước" if age >= MINUTE else "Vừa gửi"
    return Part("time", 1 - age / window(case.matter.category), sent)


def ago(age: timedelta) -> str:
    """An age in the words of the interface: "25 phút", "3 giờ", "2 ngày"."""
    if age < HOUR:
        return f"{age // MINUTE} phút"
    return f"{age // HOUR} giờ" if age < DAY else f"{age // DAY} ngày"


@cache
def _data() -> dict[str, Any]:
    return read_toml(FILE)


@cache
def _fillers() -> frozenset[str]:
    return frozenset(_data()["text"]["fillers"])


@lru_cache(maxsize=8192)  # the same earlier cases are compared at every key the operator presses
def _telling(content: str) -> str:
    return " ".join(word for word in _folded(content).split() if word not in _fillers())


@lru_cache(maxsize=8192)
def _folded(content: str) -> str:
    return fold(content[: _data()["text"]["letters"]])


_address = lru_cache(maxsize=8192)(read_address)
