"""Where the service's log goes: the terminal, and a file that is kept for two weeks."""

import logging
from logging.handlers import TimedRotatingFileHandler
from pathlib import Path

FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
DAYS_KEPT = 14


def open_logs(folder: Path) -> None:
    """Log to standard error and to `service.log` in `folder`, a new file each midnight."""
    folder.mkdir(parents=True, exist_ok=True)
    file = TimedRotatingFileHandler(folder / "service.log", when="midnight", backupCount=DAYS_KEPT, encoding="utf-8")
    logging.basicConfig(level=logging.INFO, format=FORMAT, handlers=[logging.StreamHandler(), file])
    for library in ("alembic", "panoramisk"):
        logging.getLogger(library).setLevel(logging.WARNING)
