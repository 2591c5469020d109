"""Errors of recordings; see `crm/errors.py` for their root.

CrmError
├── BadKey             what is given as the key is none
├── UnknownKey         a recording was encrypted with a key that is not there
├── SealBroken         an encrypted recording was cut or changed
├── BadRetention       a retention rule that says nothing, or cannot be kept
├── AlreadyHeld        a call that is on hold already
└── NotHeld            a call without a hold is to be released
"""

from crm.errors import CrmError


class BadKey(CrmError):
    def __init__(self) -> None:
        super().__init__(
            "Khóa mã hóa bản ghi âm phải là 64 chữ số thập lục phân, mỗi dòng một khóa, khóa mới nhất ở dòng đầu."
            " Tạo khóa: openssl rand -hex 32"
        )


class UnknownKey(CrmError):
    def __init__(self, name: str) -> None:
        super().__init__(f"Bản ghi {name} được mã hóa bằng khóa không còn trong tệp khóa. Hãy thêm lại khóa cũ vào đó.")


class SealBroken(CrmError):
    def __init__(self) -> None:
        super().__init__("Bản ghi âm mã hóa đã bị cắt hoặc bị sửa, không mở được. Hãy lấy lại từ bản sao lưu.")


class BadRetention(CrmError):
    def __init__(self, what: str) -> None:
        super().__init__(f"Quy tắc lưu bản ghi âm: {what}.")


class AlreadyHeld(CrmError):
    def __init__(self, linkedid: str) -> None:
        super().__init__(f"Bản ghi của cuộc gọi {linkedid} đã được giữ lại từ trước.")


class NotHeld(CrmError):
    def __init__(self, linkedid: str) -> None:
        super().__init__(f"Bản ghi của cuộc gọi {linkedid} không bị giữ lại, không có gì để bỏ.")
