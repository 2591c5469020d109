"""The words of a case: categories, states, and the one table of steps (domain page, "Life of a case")."""

from enum import StrEnum


class Category(StrEnum):
    """What Điều 5 lets 1022 take in. The value is the key used in data, API and command line."""

    INFRASTRUCTURE = "infrastructure"  # 5.1 Sự cố hạ tầng kỹ thuật
    SOCIAL = "social"  # 5.2 kinh tế - văn hóa - xã hội, quốc phòng - an ninh trật tự
    SUGGESTION = "suggestion"  # 5.3 Góp ý, hiến kế
    DIRECTIVE = "directive"  # 5.4 đã có chỉ đạo của Lãnh đạo thành phố nhưng chậm


class SocialField(StrEnum):
    """The two lines a social case can fall under in Biểu mẫu 01."""

    ECONOMY_CULTURE_SOCIETY = "economy_culture_society"  # Kinh tế, văn hóa - xã hội
    DEFENCE_SECURITY = "defence_security"  # Quốc phòng an ninh


class CaseState(StrEnum):
    """Where a case is in its life."""

    NEW = "new"
    FORWARDED = "forwarded"
    AWAITING_GUIDANCE = "awaiting_guidance"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class CaseStep(StrEnum):
    """What can be done to a case."""

    OPEN = "open"
    EDIT = "edit"
    FORWARD = "forward"
    REFER = "refer"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
