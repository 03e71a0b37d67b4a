"""Every setting, read once from the environment (and a `.env` file), with defaults that work."""

from __future__ import annotations

import re
from datetime import date
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class OperatorError(Exception):
    """An error that only the operator can mend. The sentence says what to do; it holds no secret."""


class SettingsError(OperatorError):
    """An invalid setting. The sentence says which one, and what to write instead."""


def _data_home() -> Path:
    import os

    if base := os.environ.get("XDG_DATA_HOME"):
        return Path(base) / "bellwether"
    try:
        return Path.home() / ".local" / "share" / "bellwether"
    except RuntimeError:  # a user without a home, as in many containers
        return Path.cwd() / ".bellwether"


class Settings(BaseSettings):
    """The program's settings, frozen. Secrets never show in `repr`.

    An environment variable is `BELLWETHER_` and the field's name in upper case, except `DATABASE_URL`,
    which hosting platforms set under that name.
    """

    model_config = SettingsConfigDict(
        env_prefix="BELLWETHER_", env_nested_delimiter="__", env_file=".env", frozen=True, extra="ignore"
    )

    source: str = "sample"  # sample, yahoo, files:DIR; or in order of fallback, as yahoo,files:DIR
    source_keys: dict[str, SecretStr] = {}  # API keys by source: BELLWETHER_SOURCE_KEYS__NAME
    data_dir: Path = Field(default_factory=_data_home)
    database_url: SecretStr | None = Field(default=None, validation_alias="DATABASE_URL")
    secret_key: SecretStr | None = None  # encrypts stored tokens; several between commas, the newest first
    deadline: float = Field(
        default=8.0, gt=0, le=300, allow_inf_nan=False
    )  # seconds for one answer, data included
    asks_per_minute: int = Field(default=20, ge=1, le=10_000)  # per person and per channel
    digest_grace_hours: float = Field(
        default=2.0, gt=0, le=24, allow_inf_nan=False
    )  # how late a digest is still posted
    alerts_per_person: int = Field(default=20, ge=1, le=1000)
    digests_per_channel: int = Field(default=10, ge=1, le=100)
    digest_managers: Literal["members", "admins"] = (
        "members"  # Discord: who has Manage Channel, or Manage Server
    )
    render_processes: int = Field(default=2, ge=1, le=64)
    theme: Literal["dark", "light"] = "dark"
    pictures: Literal["phone", "wide"] = "phone"  # in Slack and Discord

    address: str | None = None  # where people reach the console: https://bot.example.org
    public_answers: bool = False  # everybody may open the address of an answer that is not private
    web_host: str = "127.0.0.1"
    web_port: int = Field(default=8080, ge=1, le=65535)
    web_token: SecretStr | None = None
    # Whose X-Forwarded-For is believed: addresses and networks, 127.0.0.1,10.0.0.0/8
    web_proxies: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = ()
    web_connections: int = Field(default=512, ge=8, le=20_000)  # of the web port, in all
    web_connections_per_address: int = Field(default=64, ge=4, le=20_000)

    mcp_host: str = "127.0.0.1"
    mcp_port: int | None = None  # `bellwether run` serves assistants there
    mcp_address: str | None = None  # where Slackbot reaches them: https://bot.example.org/mcp

    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_client_id: str | None = None
    slack_client_secret: SecretStr | None = None
    slack_api_base: str | None = None  # a proxy in front of Slack's Web API, such as http://host/api/
    discord_token: SecretStr | None = None
    discord_application_id: str | None = None
    discord_api_base: str | None = None  # a proxy in front of Discord's REST API, such as http://host/api/v10
    discord_gateway: str | None = None  # and in front of its gateway, such as ws://host/gateway

    fred_api_key: SecretStr | None = None
    interpreter: str | None = (
        None  # package.module:function, asked for questions that the rules do not understand
    )
    # Days on which the exchange was closed at short notice: 2025-01-09,2026-02-13
    closed_days: Annotated[tuple[date, ...], NoDecode] = ()
    members_file: Path | None = None  # an operator's own list of members (CSV: ticker,name,sector,weight)

    @field_validator("data_dir", "members_file", mode="before")
    @classmethod
    def _under_home(cls, value: Any, info: ValidationInfo) -> Any:
        """`~` is the home, also where no shell has seen it; what is empty is not set."""
        if not value:
            return _data_home() if info.field_name == "data_dir" else None
        return Path(value).expanduser()

    @field_validator("address")
    @classmethod
    def _origin(cls, value: str | None) -> str | None:
        if value and not re.fullmatch(r"https?://[^\s/?#@]+/?", value):
            raise ValueError("write it as https://bot.example.org, without a path")
        return value.rstrip("/") if value else None

    @field_validator("mcp_address")
    @classmethod
    def _tools(cls, value: str | None) -> str | None:
        if value and not re.fullmatch(r"https://[^\s?#@]{1,480}/mcp", value):
            raise ValueError("write it as https://bot.example.org/mcp, as Slack reaches it")
        return value or None

    @field_validator("closed_days", "web_proxies", mode="before")
    @classmethod
    def _separated(cls, value: Any) -> Any:
        return [day.strip() for day in value.split(",") if day.strip()] if isinstance(value, str) else value
