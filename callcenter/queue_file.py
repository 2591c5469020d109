"""From a queue file (TOML) to a `QueuePlan`; every fault is one Vietnamese line that says where."""

import tomllib
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from callcenter.errors import CallcenterError
from callcenter.queue_plan import Hours, Overflow, QueueDesign, QueuePlan, Span, Way
from callcenter.settings import FAULTS
from crm.callbacks import CallbackRules
from crm.case import Category
from crm.topics import topics

QUEUES: Final = Path(__file__).with_name("queues")
LONGEST_WAIT: Final = 900  # seconds
VALUE_ERROR: Final = "Value error, "  # what pydantic puts before our own words


class QueueFileError(CallcenterError):
    """A queue file does not read; `lines` has one line per fault."""

    def __init__(self, file: Path | str, lines: list[str]) -> None:
        super().__init__("\n".join(f"{file}: {line}" for line in lines))
        self.lines = tuple(lines)


def overflow(text: object) -> object:
    """ "queue:NAME", or the word of another way."""
    way, _, queue = text.partition(":") if isinstance(text, str) else ("", "", "")
    if way not in set(Way) or (way == Way.QUEUE) != bool(queue):
        raise ValueError('phải là "queue:TÊN", "message", "callback" hoặc "wait"')
    return Overflow(Way(way), queue)


def span(text: object) -> object:
    """ "07:00-22:00"."""
    opens, _, closes = text.partition("-") if isinstance(text, str) else ("", "", "")
    try:
        hours = time.fromisoformat(opens), time.fromisoformat(closes)
    except ValueError:
        hours = time(), time()
    if hours[0] >= hours[1]:
        raise ValueError('phải là giờ mở-giờ đóng trong một ngày, ví dụ "07:00-22:00"')
    return hours


Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,30}$")]
Way_ = Annotated[Overflow, BeforeValidator(overflow)]
Span_ = Annotated[Span, BeforeValidator(span)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class _Callback(_Part):
    ring: int = Field(ge=10, le=120)
    waits: tuple[int, ...]
    window: int = Field(ge=1)
    calls_a_day: int = Field(ge=1)
    prefixes: tuple[str, ...]


class _Queue(_Part):
    title: str
    categories: tuple[Category, ...] = ()
    topics: tuple[str, ...] = ()
    weight: int = Field(0, ge=0)
    longest_wait: int = Field(LONGEST_WAIT, ge=1)
    most_calls: int = Field(0, ge=0)
    announce_every: int = Field(45, ge=1)
    music: Name = "default"
    hours: tuple[Span_, ...] = ()
    days_off: bool = True
    late: Way_ = Overflow(Way.MESSAGE)
    full: Way_ = Overflow(Way.MESSAGE)
    nobody: Way_ = Overflow(Way.WAIT)
    closed: Way_ = Overflow(Way.MESSAGE)


class _File(_Part):
    otherwise: Name
    callback: _Callback
    queue: dict[Name, _Queue]
    skills: dict[str, dict[Name, int]] = {}


def load_queues(name: str) -> QueuePlan:
    """The queues that come with us under this name, or those of a .toml file. Raises `QueueFileError`."""
    file = Path(name) if name.endswith(".toml") else QUEUES / f"{name}.toml"
    try:
        return read_queues(file.read_text(encoding="utf-8"), file)
    except (OSError, UnicodeDecodeError) as error:
        raise QueueFileError(file, [f"không đọc được ({error}); hãy xem lại cài đặt queues"]) from error


def read_queues(text: str, file: Path | str) -> QueuePlan:
    """The plan a queue file describes. Raises `QueueFileError` with all its faults."""
    try:
        whole = _File.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise QueueFileError(file, [f"sai cú pháp TOML: {error}"]) from error
    except ValidationError as error:
        raise QueueFileError(file, [_fault(fault) for fault in error.errors()]) from error
    plan = _plan(whole)
    faults = [*plan.faults(), *_unknown_topics(plan)]
    if faults:
        raise QueueFileError(file, faults)
    return plan


def _plan(whole: _File) -> QueuePlan:
    calls = whole.callback
    return QueuePlan(
        queues=tuple(_design(name, queue) for name, queue in whole.queue.items()),
        otherwise=whole.otherwise,
        callback=CallbackRules(
            ring=calls.ring,
            waits=tuple(timedelta(minutes=count) for count in calls.waits),
            window=timedelta(minutes=calls.window),
            calls_a_day=calls.calls_a_day,
            prefixes=calls.prefixes,
        ),
        skills=whole.skills,
    )


def _design(name: str, queue: _Queue) -> QueueDesign:
    same = {
        part: getattr(queue, part) for part in _Queue.model_fields if part not in {"hours", "days_off", "categories"}
    }
    categories = tuple(category.value for category in queue.categories)
    return QueueDesign(name=name, categories=categories, hours=Hours(queue.hours, queue.days_off), **same)


def _unknown_topics(plan: QueuePlan) -> list[str]:
    known = {topic.key for topic in topics()}
    named = [(queue.name, topic) for queue in plan.queues for topic in queue.topics]
    return [f"queue.{queue}.topics: không có chủ đề {topic!r}" for queue, topic in named if topic not in known]


def _fault(fault: ErrorDetails) -> str:
    place, kind, said = ".".join(map(str, fault["loc"])), fault["type"], fault["msg"]
    return (
        f"{place}: {FAULTS[kind].format(**fault.get('ctx', {})) if kind in FAULTS else said.removeprefix(VALUE_ERROR)}"
    )
