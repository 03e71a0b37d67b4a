"""Logs for a person at a terminal: one line for each kind of warning. It loads without structlog."""

from __future__ import annotations

import logging


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
