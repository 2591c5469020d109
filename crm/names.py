"""What channels, clocks, ways of counting and those who act are called; states and steps: crm/case.py."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from crm.case import Doer
from crm.holders import HolderKind
from crm.terms import Counting

CHANNEL_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {"phone": "Điện thoại", "portal": "Cổng thông tin 1022", "app": "Smart Hải Phòng"}  # Điều 3.2
)

CLOCK_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "intake": "tiếp nhận và chuyển xử lý",
        "guidance": "chờ hướng dẫn",
        "duplicate_notice": "báo người phản ánh trùng lặp",
        "verify": "xác minh",
        "assign": "giao đơn vị trực tiếp",
        "fix": "khắc phục",
        "resolve": "xử lý và trả lời",
        "extension": "xử lý xong sau gia hạn",
        "forward_on": "chuyển cơ quan có thẩm quyền",
        "review": "rà soát và chuyển xử lý",
    }
)

COUNTING_NAMES: Final[Mapping[Counting, str]] = MappingProxyType(
    {
        Counting.CLOCK: "tính liên tục, cả đêm và ngày nghỉ",
        Counting.OFFICE: "tính trong giờ hành chính",
        Counting.WORKING_DAYS: "tính theo ngày làm việc",
        Counting.CALENDAR_DAYS: "tính theo ngày, gặp ngày nghỉ thì lùi",
    }
)

DOER_NAMES: Final[Mapping[Doer, str]] = MappingProxyType(
    {
        Doer.DESK: "Tổng đài 1022",
        Doer.UNIT: "đơn vị xử lý",
        Doer.CITY_OFFICE: "Văn phòng UBND thành phố",
    }
)

HOLDER_NAMES: Final[Mapping[HolderKind, str]] = MappingProxyType(
    {
        HolderKind.DESK: "Tổng đài 1022",
        HolderKind.CITY_OFFICE: "Văn phòng UBND thành phố",
        HolderKind.UNIT: "đơn vị xử lý",
        HolderKind.SUB_UNIT: "đơn vị trực tiếp xử lý",
    }
)
