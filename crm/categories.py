"""The four categories of Điều 5 and the lines of Biểu mẫu 01: names, menu digits, articles."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from crm.case import Category, SocialField


@dataclass(frozen=True)
class CategoryInfo:
    key: Category
    name: str  # as Điều 5 has it, shortened to one line
    short: str  # what fits on a button and in a cell
    digit: str  # in the hotline's menu
    article: str


CATEGORIES: Final = (
    CategoryInfo(Category.INFRASTRUCTURE, "Sự cố hạ tầng kỹ thuật", "Hạ tầng kỹ thuật", "1", "5.1"),
    CategoryInfo(
        Category.SOCIAL,
        "Kinh tế - văn hóa - xã hội, quốc phòng - an ninh trật tự",
        "KT-XH, an ninh trật tự",
        "2",
        "5.2",
    ),
    CategoryInfo(Category.SUGGESTION, "Góp ý, hiến kế", "Góp ý, hiến kế", "3", "5.3"),
    CategoryInfo(
        Category.DIRECTIVE,
        "Đã có chỉ đạo của lãnh đạo thành phố nhưng chậm thực hiện",
        "Chỉ đạo chậm thực hiện",
        "4",
        "5.4",
    ),
)

SOCIAL_FIELD_NAMES: Final[Mapping[SocialField, str]] = MappingProxyType(
    {
        SocialField.ECONOMY_CULTURE_SOCIETY: "Kinh tế, văn hóa - xã hội",
        SocialField.DEFENCE_SECURITY: "Quốc phòng an ninh",
    }
)

_NAMES: Final = {info.key: info.name for info in CATEGORIES}


def category_name(category: Category) -> str:
    """The Vietnamese name, for pages and reasons."""
    return _NAMES[category]
