"""The menu of last resort, run by Asterisk itself (`AGI(PYTHON,fallback.py,SPOOL,NOTICE,MENU,CALLBACK)`).

Stands alone: the standard library and pyst2, none of our service, which is away when this runs. It plays the files
NOTICE and MENU (paths without extension; "" is left out), takes one key and goes: 1-4 the category, 9 a wish to be
called back (answered with CALLBACK), anything else or silence just the operator. It sets OUTCOME to `queue` once the
notice was heard. Whatever fails it exits 0, and the dialplan goes on to the queue.

What was chosen is also written to the folder SPOOL, as the service can't be told: one file a call,
`<linkedid>.json`, whole or not at all (written aside as `.*.tmp`, then renamed), readable by its owner only:

    {"linkedid": "1795500716.0",    the call's name for life
     "uniqueid": "1795500716.0",    the caller's channel
     "phone": "0912345678",         as the trunk said it, "" when withheld
     "keys": ["2"],                 [] for silence
     "category": "social",          null when none was chosen
     "callback": false,             the wish to be called back
     "at": "2026-11-24T08:31:57.123456+00:00"}   when this menu began, UTC
"""

import json
import os
import re
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from asterisk.agi import AGI, AGIAppError

# As in ivr_flows.channel_vars, which this script can't import; a test holds them together.
KEYS: Final = "CC_KEYS"
CATEGORY: Final = "CC_CATEGORY"
OUTCOME: Final = "CC_OUTCOME"
CALLBACK: Final = "CC_CALLBACK"

CATEGORIES: Final = {"1": "infrastructure", "2": "social", "3": "suggestion", "4": "directive"}
CALL_ME_BACK: Final = "9"
ANY_KEY: Final = "0123456789*#"
WAIT_MILLISECONDS: Final = 6000


def main(arguments: list[str], now: datetime) -> None:
    """Ask and remember; never fails."""
    try:
        spool, *files = arguments
        notice, menu, callback = (*files, "", "", "")[:3]
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        with open(os.devnull, "w", encoding="utf-8") as nowhere:  # pyst2 repeats all it hears, phone numbers too
            agi = AGI(stderr=nowhere)
            answer = _Answer(agi, now)
            try:
                answer.ask(notice, menu, callback)
            finally:
                answer.keep(Path(spool))
    except Exception as error:
        print(f"fallback menu: {type(error).__name__}", file=sys.stderr)


class _Answer:
    """One caller's answer, on the channel as soon as it is known, in the spool at the end."""

    def __init__(self, agi: Any, now: datetime) -> None:
        self._agi = agi
        phone = agi.env.get("agi_callerid", "")
        self._kept: dict[str, object] = {
            "linkedid": agi.get_variable("CHANNEL(linkedid)"),
            "uniqueid": agi.env.get("agi_uniqueid", ""),
            "phone": "" if phone == "unknown" else phone,
            "keys": [],
            "category": None,
            "callback": False,
            "at": now.isoformat(),
        }

    def ask(self, notice: str, menu: str, callback: str) -> None:
        key = self._play(notice)
        self._agi.set_variable(OUTCOME, "queue")
        key = key or self._play(menu) or self._agi.wait_for_digit(WAIT_MILLISECONDS)
        if key:
            self._kept["keys"] = [key]
            self._agi.set_variable(KEYS, key)
        if category := CATEGORIES.get(key):
            self._kept["category"] = category
            self._agi.set_variable(CATEGORY, category)
        if key == CALL_ME_BACK:
            self._kept["callback"] = True
            self._agi.set_variable(CALLBACK, "1")
            self._play(callback)

    def _play(self, file: str) -> str:
        """The key that cut it short, else "". A file that can't be played is left out."""
        if not file:
            return ""
        try:
            key: str = self._agi.stream_file(f'"{file}"', ANY_KEY)  # pyst2 does not quote it itself
        except AGIAppError:
            return ""
        return key

    def keep(self, spool: Path) -> None:
        """Write it down, whole or not at all."""
        name = re.sub(r"[^A-Za-z0-9._-]", "_", str(self._kept["linkedid"]))
        if not name:
            return
        spool.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=spool, prefix=".", suffix=".tmp")
        try:
            with open(handle, "w", encoding="utf-8") as file:
                json.dump(self._kept, file, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            os.replace(aside, spool / f"{name}.json")
        except BaseException:
            os.unlink(aside)
            raise


if __name__ == "__main__":
    main(sys.argv[1:], datetime.now(UTC))
