"""Reference data: what the fields of a report may say. It changes with the city, a client asks once a day."""

import asyncio

from aiohttp import web
from pydantic import BaseModel

from callcenter.web.api.answers import (
    Categories,
    CategoryAnswer,
    TopicAnswer,
    Topics,
    Unit,
    Units,
    WardAnswer,
    Wards,
)
from callcenter.web.api.call import JSON, Call
from callcenter.web.api.sent import TopicFilter, WardFilter
from crm.categories import CATEGORIES
from crm.places import find_ward, former_names, wards
from crm.queries import all_units
from crm.topics import topics


async def list_categories(call: Call) -> web.Response:
    found = [CategoryAnswer(key=info.key, name=info.name, article=info.article) for info in CATEGORIES]
    return answer(Categories(categories=found))


async def list_topics(call: Call) -> web.Response:
    query: TopicFilter = call.query
    of_category = (topic for topic in topics() if query.category in (None, topic.category))
    return answer(
        Topics(
            topics=[
                TopicAnswer(key=topic.key, name=topic.name, category=topic.category, social_field=topic.social_field)
                for topic in of_category
            ]
        )
    )


async def list_wards(call: Call) -> web.Response:
    query: WardFilter = call.query
    former = former_names()
    found = wards() if query.name is None else find_ward(query.name)
    return answer(
        Wards(
            wards=[
                WardAnswer(code=ward.code, name=ward.full_name, formerly=list(former.get(ward.code, ())))
                for ward in found
            ]
        )
    )


async def list_units(call: Call) -> web.Response:
    """The units that get cases now."""
    units = await asyncio.to_thread(all_units, call.services.store)
    return answer(Units(units=[Unit.of(unit) for unit in units if unit.active]))


def answer(body: BaseModel) -> web.Response:
    return web.Response(text=body.model_dump_json(), content_type=JSON)
