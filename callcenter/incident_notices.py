"""The notice of a parent incident as sound, and which one a caller hears: what the menu asks of the store."""

import asyncio
from pathlib import Path

from agi.services import IncidentLookup, IncidentNotice
from asterisk_conf.private_prefix import Prefix
from asterisk_conf.prompts import ensure_prompts
from crm.incident_messages import NoticeToSay
from crm.incident_queries import notice_to_say
from crm.store import Store


def notice_sound(notice: NoticeToSay, folder: Path, prefix: Prefix) -> Path:
    """The notice's sound file, made when there is none of these words yet; the path is without extension.

    A human recording `recorded/incident.NUMBER.wav` wins over the synthetic voice. Raises `PromptError`.
    """
    name = f"incident.{notice.incident}"
    return ensure_prompts([(name, notice.text)], folder, prefix)[name]


def incident_lookup(store: Store, folder: Path, prefix: Prefix) -> IncidentLookup:
    """What the menu may ask about incidents. It is answered in a thread: no call waits for another's."""

    def find(topic: str | None, heard: tuple[str, ...]) -> IncidentNotice | None:
        notice = notice_to_say(store, topic, heard)
        if notice is None:
            return None
        return IncidentNotice(str(notice.incident), notice.text, str(notice_sound(notice, folder, prefix)))

    async def look_up(topic: str | None, heard: tuple[str, ...], /) -> IncidentNotice | None:
        return await asyncio.to_thread(find, topic, heard)

    return look_up
