"""Logs as one JSON object a line, in which no secret of the settings can appear."""

from __future__ import annotations

import logging
import sys

import structlog
from pydantic import SecretStr
from structlog.typing import Processor

from bot.settings import Settings

HIDDEN = "•••"


class SecretRedactor(structlog.stdlib.ProcessorFormatter):
    """Renders as structlog does, then blots out every secret wherever it came from: a message, a
    field, or somebody else's stack trace."""

    secrets: tuple[str, ...] = ()

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        for secret in self.secrets:
            line = line.replace(secret, HIDDEN)
        return line


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """The values of all secret settings, longest first so that none survives as a part of another."""
    values = [getattr(settings, name) for name in type(settings).model_fields]
    values += [secret for value in values if isinstance(value, dict) for secret in value.values()]
    secrets = {v.get_secret_value() for v in values if isinstance(v, SecretStr)}
    return tuple(sorted((secret for secret in secrets if len(secret) >= 6), key=len, reverse=True))


def configure(settings: Settings, level: int = logging.INFO) -> None:
    """Send everything that is logged to standard error, once per process."""
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.ExtraAdder(),
        structlog.processors.format_exc_info,
    ]
    formatter = SecretRedactor(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    formatter.secrets = secrets_of(settings)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger("alembic").setLevel(logging.WARNING)  # opening a database is no news
    logging.getLogger("slack_bolt").setLevel(logging.WARNING)  # its debug lines hold whole payloads
    logging.getLogger("slack_sdk").setLevel(logging.WARNING)
