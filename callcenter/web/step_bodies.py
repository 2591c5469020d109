"""What a page may send with each step of a case: `version` is the one it shows, `evidence` names attachments.

The fields are those of the step's command. What is empty is "not said"; whether it is enough is the case store's rule.
"""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints

from callcenter.web.bodies import Body, Sentence, Short, Word

FileName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Evidence = Annotated[tuple[FileName, ...], Field(max_length=50)]


class StepBody(Body):
    version: int


class ForwardBody(StepBody):
    unit: Word
    why: Sentence


class RefuseBody(StepBody):
    reason: Word
    text: Sentence


class WhyBody(StepBody):
    why: Sentence


class ToldBody(StepBody):
    told: Sentence


class AcceptBody(StepBody):
    site_check: bool = False


class FindingBody(StepBody):
    finding: Sentence
    evidence: Evidence = ()


class AssignBody(StepBody):
    sub_unit: Short = ""
    why: Sentence = ""


class ExpectBody(StepBody):
    expected_at: AwareDatetime
    why: Sentence


class ExtendBody(StepBody):
    progress: Sentence
    evidence: Evidence
    committed: date


class ConsultBody(StepBody):
    agencies: Sentence
    why: Sentence
    told: Sentence


class ProgressBody(StepBody):
    progress: Sentence
    evidence: Evidence = ()


class ResolveBody(StepBody):
    result: Sentence
    evidence: Evidence = ()
    on_site: bool = False
    handled_at: AwareDatetime | None = None


class ReturnBody(StepBody):
    why: Sentence
    finding: Sentence
    evidence: Evidence = ()
    site_check: bool = False


class ForwardOnBody(StepBody):
    unit: Word
    why: Sentence
    site_check: bool = False


class DuplicateBody(StepBody):
    primary: Word
    why: Sentence
    told: Sentence = ""
