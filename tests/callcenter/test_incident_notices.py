"""What the menu asks about incidents, and how a joined one comes back from the channel."""

import os
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest

from asterisk_conf.private_prefix import Prefix
from callcenter.call_vars import read_vars
from callcenter.cel_records import contacts_in, read_records
from callcenter.incident_notices import incident_lookup
from callcenter.naming import Naming
from crm.case import Category
from crm.desk import open_case
from crm.incident_messages import OpenIncident
from crm.incidents import open_incident
from crm.messages import ContactState, OpenCase, TicketFields
from crm.seed import load_sample_data
from crm.store import Store
from tests.callcenter.streams import RECEIVED, cel_lines
from tests.databases import Databases, a_copy

NOTICE = "Sự cố mất nước ở phường Lê Chân đã được ghi nhận."
WATER = TicketFields("Mất nước", Category.INFRASTRUCTURE, "water_supply", reporter_name="Nguyễn Thị Ngọc Ước")


@pytest.fixture
def store(databases: Databases, migrated: str) -> Iterator[Store]:
    """A store with one open incident, number 1."""
    with a_copy(databases, migrated) as store:
        load_sample_data(store)
        case = open_case(OpenCase(WATER, "lan"), store, RECEIVED)
        open_incident(OpenIncident(case.code, "sự cố mất nước", NOTICE, "minh"), store, RECEIVED)
        yield store


async def test_the_notice_is_spoken_once_and_found_again(store: Store, tmp_path: Path, asterisk_prefix: Prefix) -> None:
    look_up = incident_lookup(store, tmp_path, asterisk_prefix)
    found = await look_up("water_supply", ())
    assert found
    with wave.open(f"{found.sound}.wav") as sound:
        assert sound.getnframes() / sound.getframerate() > 1.5
    made = os.stat(f"{found.sound}.wav").st_mtime_ns
    assert await look_up("water_supply", ()) == found
    assert os.stat(f"{found.sound}.wav").st_mtime_ns == made
    assert (found.incident, found.text) == ("1", NOTICE)


async def test_there_is_nothing_to_tell_to_who_heard_it_or_asks_of_another_matter(
    store: Store, tmp_path: Path, asterisk_prefix: Prefix
) -> None:
    look_up = incident_lookup(store, tmp_path, asterisk_prefix)
    assert await look_up("water_supply", ("1",)) is None
    assert await look_up("gas", ()) is None
    assert await look_up(None, ()) is None


def test_the_joined_incident_is_read_from_the_channel() -> None:
    assert read_vars({"CC_JOINED": "7"}).joined_incident == 7
    assert read_vars({"CC_JOINED": ""}).joined_incident is None


def test_a_joined_incident_that_is_no_number_counts_as_none(caplog: pytest.LogCaptureFixture) -> None:
    assert read_vars({"CC_JOINED": "x"}).joined_incident is None
    assert "CC_JOINED is no incident" in caplog.text


def test_asterisks_own_records_tell_of_the_joined_incident() -> None:
    lines = [line.replace(b"CC_OUTCOME=", b"CC_JOINED=7&CC_OUTCOME=served&X=") for line in cel_lines("left_in_menu")]
    (facts,) = contacts_in(read_records(lines), Naming())
    assert (facts.joined_incident, facts.state) == (7, ContactState.SERVED_BY_MENU)
