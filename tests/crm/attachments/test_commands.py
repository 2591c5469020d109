"""Files of a case: added, shown, removed; kept once; checked against their rows."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crm.attachments.check import faults_of_files
from crm.attachments.commands import AddAttachment, RemoveAttachment, add_attachment, find_attachment, remove_attachment
from crm.attachments.files import FileArea
from crm.attachments.kinds import Limits
from crm.case import CaseState, CaseStep
from crm.desk import withdraw_case
from crm.errors import AttachmentRefused, IncompleteCase, NotFound
from crm.messages import WithdrawCase
from crm.queries import case_by_code
from crm.store import Store
from crm.views import CaseView
from tests.crm.attachments.samples import HOSTILE, picture, sound
from tests.crm.cases import Broken, break_at, minutes, opened
from tests.crm.search.finding import ask, codes


def attach(
    store: Store,
    files: FileArea,
    code: str,
    content: bytes | None = None,
    name: str = "IMG_001.jpg",
    limits: Limits | None = None,
) -> CaseView:
    """Lan adds a picture."""
    received = files.begin()
    received.write_bytes(picture() if content is None else content)
    return add_attachment(AddAttachment(code, received, name, "lan"), files, limits or Limits(), store, minutes(9))


def lying(files: FileArea) -> list[str]:
    return sorted(file.name for file in (*files.all_kept(), *files.all_incoming()))


def test_a_picture_is_shown_with_its_case_and_in_its_history(store: Store, files: FileArea) -> None:
    case = opened(store)
    after = attach(store, files, case.code)
    (attachment,) = after.attachments
    assert (attachment.kind, attachment.media_type, attachment.name) == ("picture", "image/jpeg", "IMG_001.jpg")
    assert (attachment.width, attachment.height, attachment.added_by) == (40, 30, "lan")
    assert (after.history[-1].step, after.history[-1].why, after.history[-1].article) == (
        CaseStep.ATTACH,
        "IMG_001.jpg",
        "6.4",
    )
    assert case_by_code(store, case.code, minutes(9)) == after
    place = files.place_of(attachment.sha256)
    assert place.stat().st_size == attachment.size
    assert place.relative_to(files.root).parts == (attachment.sha256[:2], attachment.sha256[2:4], attachment.sha256)
    assert place.stat().st_mode & 0o777 == 0o400


def test_a_file_leaves_the_case_at_its_version_so_that_nobodys_form_is_disturbed(store: Store, files: FileArea) -> None:
    case = opened(store)
    after = attach(store, files, case.code)
    assert (after.version, after.state, after.clocks) == (case.version, case.state, case.clocks)


def test_a_file_may_come_when_the_case_has_ended(store: Store, files: FileArea) -> None:
    case = opened(store)
    ended = withdraw_case(WithdrawCase(case.code, 1, "Đã có nước", "lan"), store, minutes(5))
    after = attach(store, files, case.code)
    assert (after.state, after.closed_at) == (CaseState.WITHDRAWN, ended.closed_at)


def test_the_same_file_sent_twice_is_there_once_and_one_file_for_two_cases(store: Store, files: FileArea) -> None:
    case, other = opened(store), opened(store, contact=None)
    attach(store, files, case.code)
    assert len(attach(store, files, case.code, name="khac.jpg").attachments) == 1
    assert len(attach(store, files, other.code).attachments) == 1
    assert len(lying(files)) == 1


def test_a_file_is_found_by_its_name(store: Store, files: FileArea) -> None:
    case = opened(store)
    attach(store, files, case.code, name="Biên bản hiện trường.jpg")
    assert codes(ask(store, "bien ban hien truong")) == [case.code]


def test_a_removed_file_is_shown_no_more_but_the_history_says_that_it_was_there(store: Store, files: FileArea) -> None:
    case = opened(store)
    (attachment,) = attach(store, files, case.code).attachments
    after = remove_attachment(RemoveAttachment(attachment.id, "Nhầm phiếu", "minh"), store, minutes(10))
    assert after.attachments == ()
    last = after.history[-1]
    assert (last.step, last.actor, last.why) == (CaseStep.REMOVE_ATTACHMENT, "minh", "IMG_001.jpg: Nhầm phiếu")
    with pytest.raises(NotFound):
        find_attachment(attachment.id, store)
    with pytest.raises(NotFound):
        remove_attachment(RemoveAttachment(attachment.id, "Lần nữa", "minh"), store, minutes(11))
    assert files.place_of(attachment.sha256).exists()


def test_a_removal_needs_a_reason(store: Store, files: FileArea) -> None:
    (attachment,) = attach(store, files, opened(store).code).attachments
    with pytest.raises(IncompleteCase):
        remove_attachment(RemoveAttachment(attachment.id, " ", "minh"), store, minutes(10))


@pytest.mark.parametrize("name", HOSTILE)
def test_of_a_refused_file_nothing_is_left(store: Store, files: FileArea, name: str) -> None:
    case = opened(store)
    with pytest.raises(AttachmentRefused):
        attach(store, files, case.code, HOSTILE[name], name)
    assert lying(files) == []
    assert case_by_code(store, case.code, minutes(3)) == case


def test_a_case_has_room_for_so_many_files(store: Store, files: FileArea) -> None:
    case = opened(store)
    attach(store, files, case.code, limits=Limits(per_case=1))
    with pytest.raises(AttachmentRefused, match="1 tệp"):
        attach(store, files, case.code, sound(), limits=Limits(per_case=1))


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd", ".. .. etc passwd.jpg"),
        ("C:\\ảnh\\sân.JPG", "C: ảnh sân.JPG"),
        ("hoa\r\nđơn.jpg", "hoa đơn.jpg"),
        ("gnp\u202egpj.exe", "gnp gpj.exe.jpg"),
        ("", "tệp.jpg"),
        (".jpg", ".jpg.jpg"),
        ("ả" * 300 + ".jpeg", "ả" * 120 + ".jpeg"),
    ],
)
def test_a_name_is_shown_without_what_hides_in_it(store: Store, files: FileArea, sent: str, shown: str) -> None:
    (attachment,) = attach(store, files, opened(store).code, name=sent).attachments
    assert attachment.name == shown


def test_a_row_that_cannot_be_written_leaves_a_file_that_the_check_finds(store: Store, files: FileArea) -> None:
    case = opened(store)
    break_at(store, "INSERT INTO attachments")
    with pytest.raises(Broken):
        attach(store, files, case.code)
    (orphan,) = files.all_kept()
    later = datetime.now(tz=UTC) + timedelta(hours=2)
    assert faults_of_files(store, files, datetime.now(tz=UTC)) == []
    assert faults_of_files(store, files, later) == [f"không thuộc phản ánh nào, có thể xóa: {orphan}"]


def test_the_check_tells_what_is_missing_changed_or_left_over(store: Store, files: FileArea) -> None:
    codes_of = [opened(store, contact=None).code for _ in range(5)]
    for code, size in zip(codes_of, range(10, 15), strict=True):
        attach(store, files, code, picture(size=(size, size)))
    assert faults_of_files(store, files, datetime.now(tz=UTC)) == []
    kept = {code: case_by_code(store, code, minutes(9)).attachments[0].sha256 for code in codes_of}
    cut = files.place_of(kept[codes_of[0]])
    cut.chmod(0o600)
    cut.write_bytes(b"x")
    for code in codes_of[1:]:
        files.place_of(kept[code]).unlink()
    left = files.begin()
    os.utime(left, (0, 0))
    faults = faults_of_files(store, files, datetime.now(tz=UTC))
    assert [fault.partition(": ")[0] for fault in faults] == [
        *(f"phản ánh {code}" for code in codes_of[1:4]),
        "và 1 lỗi như vậy nữa",
        f"phản ánh {codes_of[0]}",
        "không thuộc phản ánh nào, có thể xóa",
    ]


def test_a_full_disk_leaves_no_half_file(store: Store, files: FileArea, monkeypatch: pytest.MonkeyPatch) -> None:
    case = opened(store)

    def full(_file: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        attach(store, files, case.code)
    assert lying(files) == []
