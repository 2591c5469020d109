"""Every problem the API answers with, as one table: HTTP status and title (RFC 9457); and the error for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from callcenter.errors import CallcenterError


@dataclass(frozen=True)
class Kind:
    status: int
    title: str


KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "malformed": Kind(400, "Yêu cầu không đọc được"),
        "no_token": Kind(401, "Thiếu token, hoặc token không còn dùng được"),
        "missing_scope": Kind(403, "Token không có quyền này"),
        "not_found": Kind(404, "Không tìm thấy"),
        "wrong_method": Kind(405, "Địa chỉ này không nhận kiểu yêu cầu đó"),
        "impossible_step": Kind(409, "Trạng thái của phản ánh không cho phép"),
        "has_duplicates": Kind(409, "Phản ánh khác đang được xử lý cùng"),
        "too_many_files": Kind(409, "Phản ánh đã có đủ tệp"),
        "precondition_failed": Kind(412, "Phản ánh đã thay đổi"),
        "too_large": Kind(413, "Nội dung gửi lên quá lớn"),
        "unsupported_type": Kind(415, "Loại dữ liệu không được nhận"),
        "invalid": Kind(422, "Dữ liệu không đúng"),
        "key_reused": Kind(422, "Idempotency-Key đã dùng cho yêu cầu khác"),
        "file_refused": Kind(422, "Tệp không dùng được"),
        "precondition_required": Kind(428, "Cần If-Match"),
        "too_many_requests": Kind(429, "Quá nhiều yêu cầu"),
        "internal": Kind(500, "Máy chủ gặp lỗi"),
        "unavailable": Kind(503, "Tạm thời không phục vụ được"),
    }
)


class ApiProblem(CallcenterError):
    """A request that cannot be answered: one of `KINDS`, what is wrong in Vietnamese, and which fields."""

    def __init__(
        self,
        kind: str,
        detail: str,
        fields: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.fields = dict(fields or {})
        self.headers = dict(headers or {})

    @property
    def status(self) -> int:
        return KINDS[self.kind].status
