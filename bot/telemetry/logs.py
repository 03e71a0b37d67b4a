"""Logs as one JSON object a line, in which no secret of the settings can appear."""

from __future__ import annotations

import logging
import sys
import time
from collections import Counter
from collections.abc import Callable

import structlog
from pydantic import SecretStr
from structlog.typing import Processor

from bot.settings import Settings

_KINDS = 20  # fields of one line
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


class CountedWarning:
    """A warning about what happens often: logged at the first time, then at most once a minute with how often
    each kind happened since. For one thread."""

    def __init__(
        self,
        log: logging.Logger,
        message: str,
        quiet: float = 60.0,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._log, self._message, self._quiet, self._elapsed = log, message, quiet, elapsed
        self._counts: Counter[str] = Counter()
        self._logged = float("-inf")

    def count(self, kind: str) -> None:
        """It happened: `kind` becomes a field of the line."""
        self._counts[kind if kind in self._counts or len(self._counts) < _KINDS else "others"] += 1
        self.flush()

    def flush(self) -> None:
        """Log what was counted, unless a line was written less than a minute ago."""
        now = self._elapsed()
        if self._counts and now - self._logged >= self._quiet:
            fields = {kind.replace(" ", "_"): number for kind, number in self._counts.items()}
            self._log.warning(self._message, extra=fields)
            self._counts.clear()
            self._logged = now


class OneLineFormatter(logging.Formatter):
    """Warnings are one line; only a mistake of ours comes with its trace."""

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record) if record.levelno >= logging.ERROR else f"! {record.getMessage()}"


class DuplicateFilter(logging.Filter):
    """Lets a kind of warning pass once: the same trouble with ten symbols is one trouble."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: set[object] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        new = record.levelno >= logging.ERROR or record.msg not in self._seen
        self._seen.add(record.msg)
        return new


def log_to_terminal() -> None:
    """Send warnings to standard error so, once per process."""
    handler = logging.StreamHandler()
    handler.setFormatter(OneLineFormatter())
    handler.addFilter(DuplicateFilter())
    logging.getLogger().handlers[:] = [handler]
