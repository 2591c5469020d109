"""What can go wrong with a request to the API, beside what can go wrong at the desk. Under `CrmError`.

CrmError
└── KeyReused   an idempotency key that was another request's
"""

from crm.errors import CrmError


class KeyReused(CrmError):
    def __init__(self) -> None:
        super().__init__(
            "Khóa Idempotency-Key này đã dùng cho một yêu cầu có nội dung khác. Hãy tạo khóa mới cho mỗi phản ánh."
        )
