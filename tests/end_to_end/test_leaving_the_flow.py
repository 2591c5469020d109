"""Citizens who hang up at each place of the flow: every contact is tidy, and none is a task."""

import asyncio

import pytest

from crm.messages import ContactState
from crm.queries import calls_to_return
from tests.end_to_end.stack import Stack
from tests.end_to_end.waiting import contact_that, now

pytestmark = pytest.mark.end_to_end
# Keys, one a second from the first second on, and when they hang up.
LEAVING = [
    ("", 0.8),  # in the greeting
    ("", 6.0),
    ("*", 3.0),  # in the main menu
    ("7", 2.5),  # told that there is no such key
    ("1", 3.0),  # in the menu of topics
    ("1#", 3.5),
    ("9", 2.5),  # in the menu of emergencies
    ("5", 2.5),  # asked for a code
    ("52600", 6.5),  # in the middle of the code
    ("5260001233", 12.5),  # told that nobody knows it
]


async def test_who_leaves_in_the_menu_leaves_a_tidy_contact_and_no_task(stack: Stack) -> None:
    await stack.start()

    async def leaves(place: int, keys: str, after: float) -> None:
        phone = f"09123457{place:02}"
        pressed = ("--keys", ",".join(keys)) if keys else ()
        citizen = await stack.citizen("--from", phone, *pressed, "--hang-up-after", str(after))
        report = await citizen.report()
        assert (report["answered"], report["ended_by"]) == (True, "citizen"), keys
        contact = await contact_that(
            stack, lambda contact: contact.phone == f"+84{phone[1:]}" and contact.ended_at is not None
        )
        in_menus = "5" if keys.startswith("5") else keys  # the digits of a code are no keys of a menu
        assert (contact.state, "".join(contact.keys)) == (ContactState.LEFT_IN_MENU, in_menus)
        assert (contact.clock, contact.callback_wanted, contact.recording) == (None, False, None)

    for half in (LEAVING[::2], LEAVING[1::2]):
        await asyncio.gather(*(leaves(LEAVING.index(way), *way) for way in half))
    assert calls_to_return(stack.store, now()) == ()
