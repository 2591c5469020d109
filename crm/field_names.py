"""What the fields of a case, and of what is said with its steps, are called: in messages, in the history, on pages."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

FIELD_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        # Điều 6, and the place of the matter
        "content": "nội dung phản ánh",
        "category": "lĩnh vực",
        "topic": "chủ đề",
        "social_field": "lĩnh vực báo cáo (kinh tế, văn hóa - xã hội hoặc quốc phòng an ninh)",
        "ward": "phường, xã, đặc khu",
        "place": "địa điểm cụ thể",
        "reporter_name": "họ và tên",
        "reporter_phone": "điện thoại",
        "reporter_address": "địa chỉ liên hệ",
        "reporter_email": "thư điện tử",
        "confidential": "yêu cầu bảo mật",
        # what a step sets, or says
        "unit": "đơn vị xử lý",
        "unit_code": "đơn vị xử lý",
        "sub_unit": "đơn vị trực tiếp xử lý",
        "why": "lý do",
        "reason": "lý do từ chối",
        "text": "lời giải thích cho người phản ánh",
        "finding": "kết quả xác minh",
        "evidence": "hình ảnh hoặc biên bản kèm theo",
        "site_check": "có kiểm tra thực tế",
        "expected_at": "thời gian dự kiến hoàn tất",
        "progress": "tiến độ xử lý đến nay",
        "committed": "ngày cam kết xử lý xong",
        "committed_at": "hạn cam kết",
        "agencies": "cơ quan được lấy ý kiến",
        "result": "kết quả xử lý",
        "on_site": "đã xử lý tại hiện trường",
        "handled_at": "thời điểm xử lý",
        "told": "cách báo cho người phản ánh",
        "primary": "phản ánh đầu tiên",
        "duplicate_of": "phản ánh đầu tiên",
        "incident_id": "sự cố chung",
        "title": "tên sự cố chung",
        "message": "lời báo tới mọi người đã phản ánh",
    }
)
