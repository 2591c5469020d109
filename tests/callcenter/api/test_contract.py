"""schemathesis over the OpenAPI document: whatever is sent, the answer is as the document says, and never a 5xx."""

import asyncio
import sys
from pathlib import Path
from typing import Any

from aiohttp.test_utils import TestClient

from crm.api_tokens import Scope
from tests.callcenter.api.clients import a_client
from tests.callcenter.web.house import House

CONFIG = Path(__file__).with_name("schemathesis.toml")


async def test_the_api_keeps_its_contract_whatever_is_sent(house: House, http: TestClient[Any, Any]) -> None:
    """Examples, boundaries, invented and wrong data for each operation; and several in a row."""
    client = a_client(house, http, tuple(Scope), per_minute=1_000_000)
    run = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIG)),
        *("run", str(http.make_url("/api/v1/openapi.json"))),
        *("--header", f"Authorization: Bearer {client.token}"),
        cwd=house.folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await run.communicate()
    assert run.returncode == 0, told.decode()
