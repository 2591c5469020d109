"""Make `.venv` and install this project into it: `python3 bootstrap.py run|test`. Standard library only.

A fresh Debian's python3 comes without ensurepip; then pip itself is taken from Debian's `python3-pip-whl`, unpacked
by the same private prefix that brings Asterisk, so nothing needs root. One plain line and exit 1 when it can't be done.
"""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PIP_LOG = VENV / "pip.log"
EXTRAS = {"run": ["phone"], "test": ["phone", "test", "browser"]}  # a test uses PyPI's Node.js


def main(purpose: str) -> None:
    """Leave `.venv/.ready-PURPOSE` behind when all is installed; ended with one line when it isn't."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts this may have an older one
        fail(f"Cần Python 3.11 trở lên, máy này có {sys.version.split()[0]}. Chạy lại với PYTHON=python3.11 make ...")
    if not (VENV / "bin" / "python").exists():
        say("Đang tạo môi trường Python trong .venv ...")
        venv.create(VENV, clear=True, symlinks=True, with_pip=False)
    extras = sorted({*EXTRAS[purpose], *([] if shutil.which("npm") else ["browser"])})
    say(f"Đang cài các gói Python ({', '.join(extras)}) ...")
    pip("install", "--editable", f"{HERE}[{','.join(extras)}]")
    (VENV / f".ready-{purpose}").touch()


def pip(*arguments: str) -> None:
    """Run pip inside the environment; its own words go to `.venv/pip.log`."""
    python = str(VENV / "bin" / "python")
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    with PIP_LOG.open("w") as log:
        if subprocess.run([python, "-c", "import pip"], stderr=subprocess.DEVNULL).returncode:
            ensure_pip(python, log.fileno())
        done = subprocess.run([python, "-m", "pip", *arguments], stdout=log, stderr=log, env=environment)
    if done.returncode:
        lines = [line for line in PIP_LOG.read_text().splitlines() if line.startswith("ERROR")]
        reason = lines[-1].removeprefix("ERROR: ") if lines else "không rõ vì sao"
        fail(f"Không cài được các gói Python, hãy kiểm tra mạng: {reason} (chi tiết: {PIP_LOG.relative_to(HERE)})")


def ensure_pip(python: str, log: int) -> None:
    """Pip from the interpreter's ensurepip, or from Debian's wheel where that was split off."""
    if subprocess.run([python, "-m", "ensurepip", "--default-pip"], stdout=log, stderr=log).returncode == 0:
        return
    from asterisk_conf.private_prefix import PrefixError, cache_root, ensure_prefix

    try:
        prefix = ensure_prefix(cache_root(), ["python3-pip-whl"], say, closure=False)
    except PrefixError as error:
        fail(f"Máy chưa có pip và không lấy được: {error}")
    wheel = next(prefix.root.glob("usr/share/python-wheels/pip-*.whl"))
    install = [python, "-m", "pip", "install", "--no-index", str(wheel)]
    subprocess.run(install, stdout=log, stderr=log, check=True, env={**os.environ, "PYTHONPATH": str(wheel)})


def say(text: str) -> None:
    print(text, flush=True)


def fail(text: str) -> None:
    print(text, file=sys.stderr)
    raise SystemExit(1)


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in EXTRAS:
        fail(f"Cách dùng: python3 bootstrap.py {'|'.join(EXTRAS)}")
    main(sys.argv[1])
