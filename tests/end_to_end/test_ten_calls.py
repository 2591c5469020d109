"""Ten citizens call at once, two operators are on duty: nobody is mixed up with anybody."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crm.messages import ContactState
from crm.queries import case_by_code
from tests.audio import likeness, read_wav
from tests.end_to_end.agreement import metrics_agree_with_queue_log, recordings_are_known
from tests.end_to_end.conftest import Speak
from tests.end_to_end.operator_page import Computer, OperatorPage
from tests.end_to_end.stack import Stack
from tests.end_to_end.waiting import contact_of, legs, now, recorded

pytestmark = [pytest.mark.end_to_end, pytest.mark.timeout(300)]
TALK_SECONDS = 4.0
SENTENCES = (
    "Mất điện cả khu phố từ chiều",
    "Vỡ ống nước ngoài ngõ",
    "Ngập sâu nửa mét trước chợ",
    "Ổ gà giữa đường rất nguy hiểm",
    "Rác chất đống ba ngày nay",
    "Cây đổ chắn ngang đường",
    "Dây cáp võng thấp gần trường học",
    "Mùi khí đốt nồng nặc ở chung cư",
    "Xe buýt bỏ bến không đón khách",
    "Hàng xóm hát to lúc nửa đêm",
)


@dataclass(frozen=True)
class Caller:
    phone: str
    keys: str
    voice: Path

    @property
    def stored_phone(self) -> str:
        return f"+84{self.phone[1:]}"


async def test_ten_calls_at_once_are_not_mixed_up(stack: Stack, computer: Computer, speak: Speak) -> None:
    callers = [
        Caller(f"09123400{n:02}", f"1,{n}" if n < 10 else "2", speak(f"voice{n}", words))
        for n, words in enumerate(SENTENCES, start=1)
    ]
    await stack.set_up(("lan", "Trần Thị Lan"), ("minh", "Đỗ Đức Minh"))
    await stack.start()
    desks = [await computer.sit_down(stack, username) for username in ("lan", "minh")]
    for desk in desks:
        await desk.go_ready()

    for caller in callers:
        await stack.citizen("--from", caller.phone, "--keys", caller.keys, "--say", str(caller.voice))
    codes = await served(stack, desks, callers)

    for caller in callers:
        contact = await contact_of(stack, caller.stored_phone)
        assert contact.state is ContactState.HANDLED
        assert ",".join(contact.keys) == caller.keys
        assert contact.case_code == codes[caller.phone]
        assert case_by_code(stack.store, codes[caller.phone], now()).fields.content == about(caller.phone)
        said = read_wav(legs(stack, contact)[1])
        alike = {other.phone: likeness(said, read_wav(other.voice)) for other in callers}
        assert max(alike, key=alike.__getitem__) == caller.phone, alike
        assert alike[caller.phone] > 0.6
    assert not [fault for desk in desks for fault in desk.faults]
    await metrics_agree_with_queue_log(stack, len(callers))
    await recordings_are_known(stack, len(callers))


async def served(stack: Stack, desks: list[OperatorPage], callers: list[Caller]) -> dict[str, str]:
    """Both operators work until everybody was talked to; the case code of each caller's number."""
    codes: dict[str, str] = {}
    over: list[str] = []
    everybody = asyncio.Event()

    async def work(desk: OperatorPage) -> None:
        while True:
            await desk.is_rung()
            await desk.answer()
            phone = (await desk.at("call-number").inner_text()).replace(" ", "")
            await desk.write(content=about(phone), reporter_name=f"Người gọi {phone}")
            if await desk.at("category-social").is_checked():
                await desk.at("social-defence_security").check()
            codes[phone] = await desk.save()
            await recorded(legs(stack, await contact_of(stack, f"+84{phone[1:]}"))[1], TALK_SECONDS)
            await desk.hang_up()
            over.append(phone)
            if len(over) == len(callers):
                everybody.set()
            await desk.go_ready()

    working: asyncio.Future[Any] = asyncio.gather(*(work(desk) for desk in desks))
    finished: asyncio.Future[Any] = asyncio.ensure_future(everybody.wait())
    await asyncio.wait({working, finished}, return_when=asyncio.FIRST_COMPLETED)
    if not finished.done():
        await working
    working.cancel()
    with suppress(asyncio.CancelledError):
        await working
    return codes


def about(phone: str) -> str:
    return f"Phản ánh của số {phone}"
