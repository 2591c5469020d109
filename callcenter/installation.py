"""Set-up: what the service needs before it can start, made once and found again in an instant.

Parts (Asterisk, the browser's bundle) are fetched into the cache; everything of this installation (secrets, database,
prompts, the first account) is made in the var folder.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from asterisk_conf.hold_music import ensure_hold_music
from asterisk_conf.private_prefix import TELEPHONY, Prefix, ensure_prefix
from asterisk_conf.prompts import ensure_prompts, own_prompts
from callcenter.assets import ensure_assets
from callcenter.secrets import FOLDER, readable_password, write_private
from callcenter.settings import Settings
from crm.messages import NewUser
from crm.queries import all_units
from crm.search.rebuild import ensure_index
from crm.seed import load_sample_data
from crm.store import Store, migrate
from crm.users import add_user, list_users
from ivr_flows.model import Flow
from ivr_flows.prompts import all_prompts

Say = Callable[[str], None]
FIRST_ACCOUNT = "tongdai"


@dataclass(frozen=True)
class Parts:
    """What was fetched: programs from Debian, and the folder of the browser's bundle."""

    prefix: Prefix
    assets: Path


def ensure_parts(settings: Settings, say: Say) -> Parts:
    """Fetch what is not there yet. Raises `PrefixError` or `AssetsError`, one plain line each."""
    return Parts(ensure_prefix(settings.cache, TELEPHONY, say), ensure_assets(settings.cache, say))


def ensure_sounds(settings: Settings, flow: Flow, prefix: Prefix) -> dict[str, Path]:
    """Every prompt of the menu and the dialplan, by id: paths without extension; and the hold music."""
    ensure_hold_music(settings.hold_music, prefix)
    wanted = [(prompt.id, prompt.text) for prompt in all_prompts(flow)]
    return ensure_prompts([*wanted, *own_prompts()], settings.prompts, prefix)


def ensure_store(settings: Settings, now: datetime, say: Say) -> Store:
    """The database in its newest form; a new one gets the sample units and rules, and a first account."""
    settings.var.mkdir(mode=0o700, parents=True, exist_ok=True)
    migrate(settings.database)
    store = Store(settings.database)
    ensure_index(store, now, say)
    if not all_units(store):
        load_sample_data(store)
    if not list_users(store):
        _first_account(settings, store, now, say)
    return store


def _first_account(settings: Settings, store: Store, now: datetime, say: Say) -> None:
    """Somebody must be able to log in; the password is made here and kept where only the owner can read it."""
    password = readable_password()
    kept = settings.var / FOLDER / FIRST_ACCOUNT
    write_private(kept, password)
    add_user(NewUser(FIRST_ACCOUNT, "Tổng đài viên đầu tiên", "operator", password), store, now)
    say(f"Tài khoản đầu tiên: {FIRST_ACCOUNT}, mật khẩu: {password} (giữ trong {kept})")
