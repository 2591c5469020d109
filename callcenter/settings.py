"""Settings: one table of values, from `callcenter.toml`, overruled by `CALLCENTER_*` in the environment.

Secrets are no settings: they are made at set-up and live in files of their own (`secrets.py`).
"""

import tomllib
from pathlib import Path
from typing import Annotated, Final, Literal

from platformdirs import user_cache_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from pydantic_settings.exceptions import SettingsError as SourceError

from callcenter.errors import CallcenterError
from crm.attachments.kinds import Limits

FILE = Path("callcenter.toml")
Port = Annotated[int, Field(ge=1, le=65535)]


class SettingsError(CallcenterError):
    """A setting is missing, unknown or out of range; the message names it and where it stands."""


class Settings(BaseSettings):
    """Every value an installation may change. The description of each is its documentation."""

    model_config = SettingsConfigDict(
        env_prefix="CALLCENTER_", toml_file=FILE, extra="forbid", frozen=True, validate_default=True
    )

    var: Path = Field(Path("var"), description="Folder of all that must be kept: database, recordings, secrets, logs")
    cache: Path = Field(
        default_factory=lambda: user_cache_path("tong-dai-1022"),
        description="Folder of what can be fetched or made again: Asterisk, browser parts, prompts",
    )
    database_url: str = Field("", description="SQLAlchemy URL; empty: SQLite in the var folder")

    host: str = Field("127.0.0.1", description="Address the pages are served at")
    port: Port = Field(8022, description="Port the pages are served at")
    tls_certificate: Path | None = Field(None, description="PEM certificate for pages and browser phones")
    tls_key: Path | None = Field(None, description="PEM key of that certificate")

    asterisk: Literal["private", "existing"] = Field(
        "private",
        description="private: fetched, started and watched by us; existing: one that is already there",
    )
    asterisk_http_port: Port = Field(8088, description="Asterisk's websocket for browser phones")
    sip_host: str = Field("127.0.0.1", description="Address for the SIP trunk and the voice of calls")
    sip_port: Port = Field(5060, description="UDP port of the SIP trunk")
    trunk_hosts: tuple[str, ...] = Field(("127.0.0.2",), description="Addresses calls are taken from")
    trunk_port: Port = Field(5060, description="UDP port of the first of them: emergency calls are passed on to it")
    numbers: tuple[str, ...] = Field(
        ("02251022", "842251022", "+842251022", "1022"), description="Numbers dialled that are ours"
    )
    rtp_start: Port = Field(10000, description="First UDP port of the calls' voice")
    rtp_end: Port = Field(10999, description="Last UDP port of the calls' voice")
    ami_port: Port = Field(5038, description="Asterisk's manager interface, on loopback")
    fastagi_port: Port = Field(4573, description="Our menu server, on loopback")

    menu: str = Field("hotline", description="The caller's menu: one that comes with us, or a .toml file")
    ring_seconds: int = Field(20, ge=5, le=120, description="How long one operator's phone rings")
    survey: bool = Field(False, description="Ask the citizen for a score after the operator has hung up")
    queues: str = Field("hotline", description="The waiting queues: those that come with us, or a .toml file")

    recording_key_file: Path | None = Field(
        None, description="Keys that recordings are encrypted with, one a line in hex, the newest first"
    )
    recording_keys: SecretStr = Field(
        SecretStr(""), description="The same keys themselves; meant for CALLCENTER_RECORDING_KEYS in the environment"
    )
    recording_retention: Path | None = Field(
        None, description="How long recordings are kept: a .toml file; none: the rules that come with us"
    )

    attachment_picture_mb: int = Field(20, ge=1, le=1000, description="Largest picture that may be attached to a case")
    attachment_video_mb: int = Field(200, ge=1, le=4000, description="Largest video")
    attachment_sound_mb: int = Field(50, ge=1, le=1000, description="Largest sound")
    attachment_document_mb: int = Field(20, ge=1, le=1000, description="Largest PDF")
    attachments_per_case: int = Field(30, ge=1, le=1000, description="How many files a case may have")

    @property
    def database(self) -> str:
        """The SQLAlchemy URL in force."""
        return self.database_url or f"sqlite:///{(self.var / 'callcenter.sqlite3').absolute()}"

    @property
    def recordings(self) -> Path:
        """Recorded calls, by day."""
        return (self.var / "recordings").absolute()

    @property
    def attachments(self) -> Path:
        """Files of cases, by their hash."""
        return (self.var / "attachments").absolute()

    @property
    def attachment_limits(self) -> Limits:
        """How large a file of a case may be, and how many there may be."""
        return Limits(
            picture=self.attachment_picture_mb,
            video=self.attachment_video_mb,
            sound=self.attachment_sound_mb,
            document=self.attachment_document_mb,
            per_case=self.attachments_per_case,
        )

    @property
    def prompts(self) -> Path:
        """What the telephone says; human recordings lie in `recorded/` inside."""
        return (self.var / "prompts").absolute()

    @property
    def flows(self) -> Path:
        """Published versions of the caller's flow."""
        return (self.var / "flows").absolute()

    @property
    def hold_music(self) -> Path:
        return (self.var / "hold_music").absolute()

    @property
    def spool(self) -> Path:
        """What the fallback menu wrote while we were away."""
        return (self.var / "spool").absolute()

    @property
    def log(self) -> Path:
        """Our own logs; Asterisk's lie in its folder."""
        return (self.var / "log").absolute()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is passed wins, then the environment, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


# Pydantic's kinds of faults in the interface's language; `{...}` are its own details.
FAULTS: Final = {
    "extra_forbidden": "không có cài đặt nào tên như vậy",
    "int_parsing": "phải là số nguyên",
    "int_type": "phải là số nguyên",
    "greater_than_equal": "phải từ {ge} trở lên",
    "less_than_equal": "phải từ {le} trở xuống",
    "literal_error": "phải là một trong {expected}",
    "path_type": "phải là đường dẫn",
    "string_type": "phải là chữ trong dấu nháy",
    "tuple_type": 'phải là danh sách, ví dụ ["127.0.0.2"]',
}


def load(**given: object) -> Settings:
    """The settings in force. Raises `SettingsError` with one line that names the first fault."""
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        fault = error.errors()[0]
        name = ".".join(str(part) for part in fault["loc"])
        what = FAULTS[fault["type"]].format(**fault.get("ctx", {})) if fault["type"] in FAULTS else fault["msg"]
        raise SettingsError(f"Cài đặt {name} trong {FILE} hay CALLCENTER_{name.upper()}: {what}.") from error
    except (tomllib.TOMLDecodeError, SourceError) as error:
        raise SettingsError(f"Không đọc được {FILE} hay biến CALLCENTER_*: {error}") from error
