"""Our categories and topics as services: `infrastructure-water_supply`, and `infrastructure` where no topic fits."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from crm.api_queries import Matter
from crm.case import Category
from crm.categories import CATEGORIES, SOCIAL_FIELD_NAMES
from crm.places import wards
from crm.topics import topics_of


@dataclass(frozen=True)
class Service:
    code: str
    name: str
    group: str
    matter: Matter


@cache
def services() -> dict[str, Service]:
    """Every service by its code, in the order of Điều 5."""
    found: dict[str, Service] = {}
    for info in CATEGORIES:
        general = Service(info.key, info.name, info.name, (info.key, None))
        of_topics = (
            Service(f"{info.key}-{topic.key}", topic.name, info.name, (info.key, topic.key))
            for topic in topics_of(info.key)
        )
        found |= {service.code: service for service in (*of_topics, general)}
    return found


def service_of(category: Category, topic: str | None) -> Service:
    """The service a case is of; a topic that is gone counts as none."""
    return services().get(f"{category}-{topic}") or services()[category]


def as_listed(service: Service) -> dict[str, Any]:
    """A line of GET service list. Each has a definition: the ward can always be said."""
    return {
        "service_code": service.code,
        "service_name": service.name,
        "description": service.group,
        "metadata": True,
        "type": "realtime",
        "keywords": "",
        "group": service.group,
    }


def as_defined(service: Service) -> dict[str, Any]:
    """GET service definition: what may be said beyond the fields of the specification."""
    category, topic = service.matter
    lines = [(field.value, name) for field, name in SOCIAL_FIELD_NAMES.items()]
    attributes = [
        attribute("ward", "Xã, phường, đặc khu nơi xảy ra sự việc", [(ward.code, ward.full_name) for ward in wards()]),
        attribute("confidential", "Yêu cầu bảo mật thông tin (Điều 6.2)", [("false", "Không"), ("true", "Có")]),
    ]
    if category is Category.SOCIAL:
        attributes.append(attribute("social_field", "Lĩnh vực của Biểu mẫu 01", lines, required=topic is None))
    numbered = [one | {"order": place} for place, one in enumerate(attributes, 1)]
    return {"service_code": service.code, "attributes": numbered}


def attribute(code: str, what: str, values: list[tuple[str, str]], *, required: bool = False) -> dict[str, Any]:
    return {
        "variable": True,
        "code": code,
        "datatype": "singlevaluelist",
        "required": required,
        "datatype_description": "",
        "description": what,
        "values": [{"key": key, "name": name} for key, name in values],
    }
