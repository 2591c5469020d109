"""Asterisk's configuration from `templates/*.conf.j2`. Only what differs is written, so that only that is reloaded."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from asterisk_conf.errors import AsteriskConfError
from asterisk_conf.model import (
    CALL_BACK,
    CEL_FIELDS,
    LOOPBACK_STAND_IN,
    MESSAGE,
    REALM,
    WAIT,
    AsteriskConfig,
    ChannelVars,
    OperatorEndpoint,
    endpoint_name,
)

OPERATORS: Final = "pjsip_operators.conf"
OWN_INSTALLATION: Final = frozenset({"asterisk.conf", "modules.conf"})  # not for an Asterisk that is already there
EMPTY: Final = frozenset({"acl.conf", "ccss.conf", "features.conf", "pjproject.conf", "queuerules.conf", "udptl.conf"})
EMPTY_TEXT: Final = "; Nothing to set. Asterisk complains when the file is missing.\n"
CALLBACK_KEY: Final = "1"  # in the queue; the prompts name it
CALLBACK_WAIT: Final = 3600  # seconds a place is kept in the queue without an operator
TEMPLATES: Final = Path(__file__).parent / "templates"

# What Asterisk would read as something else: a comment, the next line, the next argument, an expression.
UNSAFE: Final = frozenset(';\n\r\0"')
UNSAFE_IN_PATHS: Final = UNSAFE | frozenset(",()[]{}$&|^")


def render(conf: AsteriskConfig, target: Path) -> frozenset[str]:
    """Write every file but the operators' into `target`; give the names of those that changed.

    Raises AsteriskConfError when a path or word would break Asterisk's syntax.
    """
    names = {file.name.removesuffix(".j2") for file in TEMPLATES.glob("*.j2")} - {OPERATORS}
    if conf.modules_dir is None:
        names -= OWN_INSTALLATION
    texts = {name: _text(name, conf, etc_dir=target) for name in names} | dict.fromkeys(EMPTY, EMPTY_TEXT)
    return frozenset(name for name, text in texts.items() if _write(target / name, text))


def render_operators(conf: AsteriskConfig, operators: Sequence[OperatorEndpoint], target: Path) -> frozenset[str]:
    """Write the operators' phones (`pjsip_operators.conf`); give its name when it changed."""
    ordered = sorted(operators, key=lambda operator: operator.username)
    changed = _write(target / OPERATORS, _text(OPERATORS, conf, operators=ordered))
    return frozenset({OPERATORS} if changed else ())


def display_name(name: str) -> str:
    """A person's name inside `callerid = "..."`: every letter stays, what would end the string does not."""
    return name.translate(str.maketrans('";\n\r\\', "',  /"))


def _text(name: str, conf: AsteriskConfig, **more: object) -> str:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_checked,
    )
    environment.filters["display_name"] = display_name
    names = conf.channel_vars
    words = {
        "conf": conf,
        "vars": names,  # CC_KEYS
        "value": ChannelVars(**{role: f"${{{name}}}" for role, name in vars(names).items()}),  # ${CC_KEYS}
        "CEL_FIELDS": CEL_FIELDS,
        "LOOPBACK_STAND_IN": LOOPBACK_STAND_IN,
        "REALM": REALM,
        "CALLBACK_KEY": CALLBACK_KEY,
        "CALLBACK_WAIT": CALLBACK_WAIT,
        "WAIT": WAIT,
        "OVERFLOW": {MESSAGE: "overflow,s,1", CALL_BACK: "keep-place,s,1"},
        "endpoint_name": endpoint_name,
    }
    return environment.get_template(f"{name}.j2").render(words | more)


def _checked(value: object) -> object:
    unsafe = (UNSAFE_IN_PATHS if isinstance(value, Path) else UNSAFE) & set(str(value))
    if unsafe:
        raise AsteriskConfError(f"Asterisk không đọc được {value!s}: hãy bỏ ký tự {' '.join(sorted(unsafe))} trong đó.")
    if isinstance(value, Path) and not value.is_absolute():
        raise AsteriskConfError(f"Asterisk cần đường dẫn tuyệt đối, không phải {value}.")
    return value


def _write(file: Path, text: str) -> bool:
    """Write whole or not at all, readable by us only: passwords are in there."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if file.is_file() and file.read_text() == text:
        return False
    part = file.with_name(f".{file.name}.{os.getpid()}")
    part.touch(mode=0o600)
    part.write_text(text)
    part.replace(file)
    return True
