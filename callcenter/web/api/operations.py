"""The one table of what the API can do, and who may do it."""

from typing import Final

from callcenter.web.api import answers, cases, files, reference, sent
from callcenter.web.api.operation import Operation
from crm.api_tokens import Scope

ANY_TOKEN: Final = frozenset[Scope]()
CREATE: Final = frozenset({Scope.CREATE})
WITHDRAW: Final = frozenset({Scope.WITHDRAW})
READERS: Final = frozenset({Scope.READ, Scope.READ_ALL})

CODE: Final = {"code": "$response.body#/code"}
CASE: Final = "/cases/{code}"

OPERATIONS: Final = (
    Operation(
        "createCase",
        "POST",
        "/cases",
        cases.create,
        CREATE,
        "Report: a case is opened, its 60 minutes at 1022 (Điều 7.3) begin",
        answers.Case,
        201,
        headers=sent.OnceOnly,
        body=sent.NewCase,
        tagged=True,
        answer_headers={"Location": "Address of the case"},
        problems=("key_reused",),
        links={
            "getCase": CODE,
            "addAttachment": CODE,
            "withdrawCase": {**CODE, "header.If-Match": "$response.header.ETag"},
        },
    ),
    Operation(
        "listCases",
        "GET",
        "/cases",
        cases.listed,
        READERS,
        "Follow cases: the client's own; with cases:read_all everybody's, without anything personal",
        answers.Cases,
        query=sent.CaseFilter,
        answer_headers={"Link": 'Address of the next page (rel="next"), while there is one'},
    ),
    Operation(
        "getCase",
        "GET",
        CASE,
        cases.one,
        READERS,
        "One case: state, unit, deadlines, timeline with articles",
        answers.Case,
        headers=sent.IfChanged,
        tagged=True,
        problems=("not_found",),
    ),
    Operation(
        "addAttachment",
        "POST",
        f"{CASE}/attachments",
        files.add,
        CREATE,
        "Add a picture, film, sound or PDF to a case of this client (Điều 6.4)",
        answers.Case,
        201,
        query=sent.FileName,
        file=True,
        tagged=True,
        problems=("not_found", "too_many_files", "too_large", "unsupported_type", "file_refused"),
    ),
    Operation(
        "withdrawCase",
        "POST",
        f"{CASE}/withdraw",
        cases.withdraw,
        WITHDRAW,
        "The citizen takes a report of this client back (Biểu mẫu 01: thu hồi)",
        answers.Case,
        headers=sent.OnlyIf,
        body=sent.Withdrawal,
        tagged=True,
        problems=("not_found", "impossible_step", "has_duplicates", "precondition_failed", "precondition_required"),
    ),
    Operation(
        "listCategories",
        "GET",
        "/categories",
        reference.list_categories,
        ANY_TOKEN,
        "What is reported (Điều 5)",
        answers.Categories,
    ),
    Operation(
        "listTopics",
        "GET",
        "/topics",
        reference.list_topics,
        ANY_TOKEN,
        "What a report is about, within its category",
        answers.Topics,
        query=sent.TopicFilter,
    ),
    Operation(
        "listWards",
        "GET",
        "/wards",
        reference.list_wards,
        ANY_TOKEN,
        "The 114 communes and wards of the city, found also by the names of before 1/7/2025",
        answers.Wards,
        query=sent.WardFilter,
    ),
    Operation("listUnits", "GET", "/units", reference.list_units, ANY_TOKEN, "Units that process cases", answers.Units),
)
