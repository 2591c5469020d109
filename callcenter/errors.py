"""Errors of the running service. Each message is one Vietnamese line that says what can be done.

CallcenterError
├── AmiError            the line to Asterisk (AMI)
│   ├── AmiRefused      wrong user or secret: trying again cannot help
│   ├── AmiAway         no line now: it is being opened again
│   ├── AmiSilent       an action was not answered in time
│   └── AmiDeclined     Asterisk answered an action with an error
├── BadAmiValue         a value that would be a second header or action (our mistake)
├── UnreadableEvent     an event without what it must have (Asterisk's surprise: logged, never guessed)
├── UnreadableRecord    a line of CEL or of the fallback's spool that is not what it must be (the same)
├── PhoneNotReachable   an operator without a registered phone wants to take calls
└── NotTalking          a call that is to be acted on is not, or no longer, that operator's talk

`callcenter/web/errors.py` and `settings.py` hang theirs under the same root. No message carries personal data.
"""


class CallcenterError(Exception):
    """Root of the errors of `callcenter/`."""


class AmiError(CallcenterError):
    """Something is wrong with the line to Asterisk."""


class AmiRefused(AmiError):
    def __init__(self, where: str, username: str, said: str) -> None:
        super().__init__(
            f"Asterisk tại {where} từ chối tài khoản AMI “{username}” ({said}). "
            "Hãy kiểm tra mật khẩu trong manager.conf và thư mục secrets."
        )


class AmiAway(AmiError):
    def __init__(self) -> None:
        super().__init__("Đang mất kết nối với Asterisk. Hệ thống tự nối lại; hãy thử lại sau vài giây.")


class AmiSilent(AmiError):
    def __init__(self, action: str, seconds: float) -> None:
        super().__init__(f"Asterisk không trả lời {action} trong {seconds:g} giây. Hãy thử lại.")


class AmiDeclined(AmiError):
    """`said` is Asterisk's own message."""

    def __init__(self, action: str, said: str) -> None:
        super().__init__(f"Asterisk không thực hiện {action}: {said}.")
        self.said = said


class BadAmiValue(CallcenterError):
    def __init__(self, header: str) -> None:
        super().__init__(f"Giá trị {header!r} có ký tự xuống dòng: không gửi sang Asterisk.")


class UnreadableEvent(CallcenterError):
    """`event` is the AMI event's name, `what` the header that is missing or cannot be read."""

    def __init__(self, event: str, what: str) -> None:
        super().__init__(f"Sự kiện AMI {event} không đọc được: {what}.")


class UnreadableRecord(CallcenterError):
    """`where` is the file (and line), `what` the part that cannot be read."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: không đọc được {what}.")


class PhoneNotReachable(CallcenterError):
    def __init__(self) -> None:
        super().__init__(
            "Điện thoại trên trình duyệt chưa kết nối với tổng đài nên chưa nhận cuộc gọi được. "
            "Hãy đợi biểu tượng điện thoại chuyển xanh, hoặc tải lại trang, rồi bấm Sẵn sàng."
        )


class NotTalking(CallcenterError):
    def __init__(self) -> None:
        super().__init__("Cuộc gọi này không phải cuộc bạn đang nói chuyện, hoặc đã kết thúc.")
