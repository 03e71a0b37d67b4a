"""A figure carries its own time and source where the reply's last line does not."""

from __future__ import annotations

import pytest

from bot.adapters.formatting.text import aside
from commands.framework.reply import Fact

LINE = "Source: Own files · as of 2026-01-22 16:00 ET"


@pytest.mark.parametrize(
    ("as_of", "source", "shown"),
    [
        ("2026-01-22 close", "Own files", ""),
        ("2026-01-21 close", "Own files", "2026-01-21 close"),
        ("2026-01-22 11:30 ET", "", "2026-01-22 11:30 ET"),
        ("2026-01-22 16:00 ET", "", ""),
        ("", "FRED", "FRED"),
        ("2025-12-01", "FRED", "2025-12-01 · FRED"),
    ],
)
def test_only_what_the_source_line_does_not_say_stands_beside_a_figure(
    as_of: str, source: str, shown: str
) -> None:
    assert aside(Fact("x", 1.0, as_of=as_of, source=source), LINE) == shown


def test_a_time_in_the_label_is_not_said_again() -> None:
    headline = Fact("Wire, 2026-01-22 10:00 ET", "Prices rose", as_of="2026-01-22 10:00 ET", source="A wire")
    assert aside(headline, LINE) == "A wire"
