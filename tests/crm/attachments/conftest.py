"""A place for files."""

from pathlib import Path

import pytest

from crm.attachments.files import FileArea


@pytest.fixture
def files(tmp_path: Path) -> FileArea:
    return FileArea(tmp_path / "attachments")
