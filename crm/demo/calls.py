"""The calls of a day of the city, and the cases that come of them with all that happens to them later."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from crm.case import CaseState, CaseStep, Category
from crm.case_code import make
from crm.categories import CATEGORIES
from crm.clock_plan import INTAKE
from crm.contacts import NO_CASE
from crm.demo.calendar import Day, hours_of, moment_of, times
from crm.demo.dice import Dice
from crm.demo.matters import Matter, chance_of, matter_of, refusal_of
from crm.demo.people import Person, operators, person
from crm.demo.places import Place, place, spot_in
from crm.demo.played import Played, Row, new_clock
from crm.demo.plots import Plot
from crm.demo.world import World
from crm.messages import ContactState, RoutingQuestion, TicketFields
from crm.places import ward_by_code
from crm.reasons import no_case_reasons
from crm.topics import topics
from crm.working_time import HAI_PHONG

MARK: Final = "demo-"  # the names of requests and calls that were made up begin so
DIALLED: Final = "02251022"
LONGEST: Final = timedelta(minutes=15)  # from the answer to the first save
LAST_CALL: Final = timedelta(minutes=20)  # before the end of the world or of a year: its case is saved before
EARLIER: Final = 600  # minutes, within which somebody called who would have called later than that
REPEATED: Final = frozenset({Category.INFRASTRUCTURE, Category.SOCIAL})
REMEMBERED: Final = 40  # cases that the next callers may report again
SAME_WORDS: Final = 0.6  # of those who report again say the place as the first one did
TAKEN_BACK: Final = frozenset({CaseState.REFUSED, CaseState.WITHDRAWN})
KEYS: Final = {info.key: info.digit for info in CATEGORIES}
TOPIC_KEYS: Final = {topic.key: topic.digit for topic in topics() if topic.digit}


class Call(NamedTuple):
    """A contact, its clock, who called, and the case that came of it; None when none did."""

    contact: Row
    clock: Row
    caller: Person
    case: Played | None


@dataclass
class Hotline:
    """1022 on one day. `first_person` and `people` say who may call, `number` is the last case number given out."""

    day: Day
    world: World
    first_person: int
    people: int
    number: int
    recent: deque[tuple[Played, Matter]] = field(default_factory=lambda: deque(maxlen=REMEMBERED))

    def __post_init__(self) -> None:
        self.dice = Dice(self.world.seed, "day", self.day.date)

    def calls(self) -> Iterator[Call]:
        """The day's calls, in the order 1022 answered them."""
        matters = [matter_of(self.day, self.dice) for _ in range(self.day.cases)]
        moments = [self._answered(moment_of(self.day.date, hours_of(of.hours), self.dice)) for of in matters]
        for answered_at, matter in sorted(zip(moments, matters, strict=True), key=lambda report: report[0]):
            yield self._report(answered_at, matter)
            if self.dice.chance(chance_of("from_call_without_case")):
                yield self._talk(self._answered(answered_at + self.dice.wait(5, 0.5)))

    def _answered(self, at: datetime) -> datetime:
        """Nobody calls after the end of the world, nor so late in a year that the case is of the next one."""
        new_year = datetime(self.day.date.year + 1, 1, 1, tzinfo=HAI_PHONG)
        latest = min(self.world.until, new_year) - LAST_CALL
        return at if at <= latest else latest - timedelta(minutes=self.dice.number(EARLIER))

    def _report(self, answered_at: datetime, matter: Matter) -> Call:
        """A call that becomes a case: the first about its matter, one more about another's, or one that is refused."""
        dice = self.dice
        self.number += 1
        contact, caller = self._contact(self._code(), answered_at, matter)
        writing = dice.wait(times()["minutes"]["writing"], 0.5)
        opened_at = min(contact["ended_at"] + writing, answered_at + LONGEST)
        contact["settled_at"] = opened_at
        first = self._first_about_it(opened_at)
        refusal = refusal_of(dice) if first is None and dice.chance(chance_of("refused")) else None
        matter = first[1] if first else matter
        where = self._where(first[0] if first else None)
        said = refusal.said if refusal else dice.one_of(matter.said)
        row = self._case(contact, caller, matter, where, said, opened_at)
        clock = self._clock(contact, row["code"])
        case = Played(row, clock, self.world)
        question = RoutingQuestion(matter.category, matter.topic, where.ward.code, said)
        plot = Plot(self.world, dice, matter, question, row["created_by"], answered_at, opened_at, self.day.storm)
        moves = plot.as_duplicate(first[0].row["code"], told_at(first[0])) if first else plot.moves(refusal)
        case.live(moves)
        if first is None and matter.category in REPEATED and case.state not in TAKEN_BACK:
            self.recent.append((case, matter))
        return Call(contact, clock, caller, case)

    def _talk(self, answered_at: datetime) -> Call:
        """A call that becomes no case, closed with a reason."""
        contact, caller = self._contact(f"{self._code()}.1", answered_at, None)
        clock = self._clock(contact, None)
        settled_at = contact["ended_at"] + timedelta(seconds=20)
        contact |= {"settled_at": settled_at, "closed_by": contact["operator"]}
        contact["no_case_reason"] = self.dice.one_of(no_case_reasons()).key
        clock |= {"stopped_at": settled_at, "stopped_by": NO_CASE}
        return Call(contact, clock, caller, None)

    def _contact(self, name: str, answered_at: datetime, matter: Matter | None) -> tuple[Row, Person]:
        """A call that was talked, as Asterisk's records and the desk would have left it."""
        dice, minutes = self.dice, times()["minutes"]
        caller = self._somebody()
        queued_at = answered_at + timedelta(seconds=15 + dice.number(30))
        connected_at = queued_at + dice.wait(minutes["ring"], 0.6)
        ended_at = min(connected_at + dice.wait(minutes["talk"], 0.5), answered_at + LONGEST)
        contact: Row = {
            "linkedid": f"{MARK}{name}",
            "channel": "phone",
            "state": ContactState.HANDLED,
            "phone": caller.phone,
            "caller_name": "",
            "dialled": DIALLED,
            "answered_at": answered_at,
            "queued_at": queued_at,
            "connected_at": min(connected_at, ended_at),
            "ended_at": ended_at,
            "operator": dice.one_of(operators()),
            "operator_since": min(connected_at, ended_at),
            "keys": keys_to(matter) if matter else [],
            "queues": [],
            "category": matter.category if matter else None,
            "topic": matter.topic if matter else None,
            "fallback": False,
            "callback_wanted": False,
            "no_case_note": "",
        }
        return contact, caller

    def _somebody(self) -> Person:
        """Who calls; some do so often."""
        eager = self.dice.share() ** (3 if self.dice.chance(chance_of("calls_again")) else 1)
        number = self.first_person + int(eager * self.people)
        return person(number, self.world.seed, chance_of("with_address"), chance_of("with_email"))

    def _first_about_it(self, now: datetime) -> tuple[Played, Matter] | None:
        """The case that a caller reports again, if he does and one is being worked on."""
        often = times()["days"]["repeats"] if self.day.storm else 1
        if not self.recent or not self.dice.chance(chance_of("duplicate") * often):
            return None
        first, matter = self.dice.one_of(self.recent)
        closed_at = first.row["closed_at"] or self.world.until
        return (first, matter) if first.row["created_at"] < now and closed_at > now + 2 * LONGEST else None

    def _where(self, first: Played | None) -> Place:
        """Anywhere; or in the first case's ward, in its words or others."""
        ward = ward_by_code(first.row["ward"]) if first else None
        if first is None or ward is None:
            return place(self.dice)
        return Place(ward, first.row["place"]) if self.dice.chance(SAME_WORDS) else spot_in(ward, self.dice)

    def _case(self, contact: Row, caller: Person, matter: Matter, where: Place, said: str, opened_at: datetime) -> Row:
        code = self._code()
        fields = TicketFields(
            content=said,
            category=matter.category,
            topic=matter.topic,
            social_field=matter.social_field,
            ward=where.ward.code,
            place=where.text,
            reporter_name=caller.name,
            reporter_phone=caller.phone,
            reporter_address=caller.address,
            reporter_email=caller.email,
            confidential=self.dice.chance(chance_of("confidential")),
        )
        return vars(fields) | {
            "code": code,
            "reporter_id": caller.number,
            "unit_code": None,
            "duplicate_of": None,
            "received_at": contact["answered_at"],
            "created_at": opened_at,
            "created_by": contact["operator"],
            "request_id": f"{MARK}{code}",
        }

    def _code(self) -> str:
        """The last case's; calls are named after it as well."""
        return make(self.day.date.year, self.number)

    def _clock(self, contact: Row, code: str | None) -> Row:
        """The 60 minutes that run from the answer (7.3)."""
        clock = new_clock(INTAKE, None, contact["answered_at"], self.world.calendar)
        return clock | {"linkedid": contact["linkedid"], "case_code": code}


def keys_to(matter: Matter) -> list[str]:
    """What the caller pressed in the menu."""
    topic_key = TOPIC_KEYS.get(matter.topic or "")
    return [KEYS[matter.category], *([topic_key] if topic_key else [])]


def told_at(case: Played) -> datetime | None:
    """When its reporter was told the result, and so everybody's who reported the same."""
    return next((step["at"] for step in case.history if step["step"] is CaseStep.CLOSE), None)
