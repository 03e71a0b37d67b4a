"""An exchange's sessions as plain lists, kept in a file because computing them is slow."""

from __future__ import annotations

import json
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from market.private_files import private_folder, write_private


@dataclass(frozen=True, slots=True)
class SessionTable:
    """All sessions, oldest first, with their opens and closes in UTC: asking where the market's day
    is happens many times an answer and must cost microseconds."""

    days: list[date]
    opens: list[datetime]
    closes: list[datetime]

    @classmethod
    def of(cls, exchange: Any) -> SessionTable:
        """That of an `exchange_calendars.ExchangeCalendar`. Its zone becomes the one of `kept`: a
        picture's key must not tell who read the file from who wrote it."""
        table = exchange.schedule
        return cls(
            days=[stamp.date() for stamp in table.index],
            opens=[at.astimezone(UTC) for at in table["open"].dt.to_pydatetime()],
            closes=[at.astimezone(UTC) for at in table["close"].dt.to_pydatetime()],
        )

    @classmethod
    def kept(cls, file: Path, key: str) -> SessionTable | None:
        """What `keep` has written under the same `key`; None for anything else."""
        try:
            kept = json.loads(file.read_text())
            if kept["key"] != key:
                return None
            days = [date.fromordinal(day) for day in kept["days"]]
            opens, closes = ([datetime.fromtimestamp(s, UTC) for s in kept[name]] for name in _TIMES)
        except (OSError, ValueError, KeyError, TypeError, OverflowError):
            return None
        whole = days and len(days) == len(opens) == len(closes)
        return cls(days, opens, closes) if whole else None

    def without(self, closed: Collection[date]) -> SessionTable:
        """The table without these days."""
        rows = [row for row, day in enumerate(self.days) if day not in closed]
        days, opens, closes = self.days, self.opens, self.closes
        return SessionTable(
            [days[row] for row in rows], [opens[row] for row in rows], [closes[row] for row in rows]
        )

    def keep(self, file: Path, key: str) -> None:
        """Write it, as a whole or not at all; a folder that cannot be written is no mistake."""
        document = {
            "key": key,
            "days": [day.toordinal() for day in self.days],
            "opens": [int(at.timestamp()) for at in self.opens],
            "closes": [int(at.timestamp()) for at in self.closes],
        }
        with suppress(OSError):
            private_folder(file.parent)
            write_private(file, json.dumps(document).encode())


_TIMES = ("opens", "closes")
