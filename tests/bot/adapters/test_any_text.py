"""Whatever is typed, the whole engine answers with a sentence: no mistake of ours, no missing brand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.adapters.formatting.text import text_of
from bot.engine.request import Request
from bot.settings import Settings
from bot.wiring.app import App, build_app
from commands import COMMANDS

NAMES = [command.name for command in COMMANDS]
WORDS = [
    "rut",
    "ndx",
    "spx",
    "vix",
    "iwm",
    "aapl",
    "zzzz",
    "^RUT",
    "BRK-B",
    "$aapl",
    "1d",
    "5d",
    "2w",
    "3m",
    "ytd",
    "3y",
    "10y",
    "max",
    "0d",
    "99999y",
    "..",
    "since",
    "vs",
    "2022-01-03..2022-10-14",
    "2022-10-14..2022-01-03",
    "2026-01-22..2026-01-22",
    "2025-02-30",
    "5%",
    "-1",
    "NaN",
    "record",
    "candles",
    "sma",
    "private",
    "@everyone",
    "<!channel>",
    "<@U123>",
    "';",
    "../../etc/passwd",
    "<script>",
    "{{7*7}}",
    "`x`",
    "*x*",
    "🚀",
    "İ",
    "ß",
]
PHRASES = ["small caps", "s&p 500", "since 2024-10-01", "since 2030-01-01", "sma 50 200", "sma 0", "\u202e", "\x00",
           "AAPL 40, NVDA 25", "AAPL -5", "'; DROP TABLE bars; --"]  # fmt: skip
words = st.lists(st.sampled_from(WORDS + PHRASES) | st.text(max_size=10), max_size=8)
questions = st.builds(
    lambda slash, name, rest, space: slash + name + space + space.join(rest),
    st.sampled_from(["/", ""]),
    st.sampled_from([*NAMES, "nope"]),
    words,
    st.sampled_from([" ", "\n", "\u00a0"]),
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> App:
    return build_app(Settings(source="sample", data_dir=Path(tmp_path_factory.mktemp("data"))))


@settings(max_examples=1_000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(questions | st.text(max_size=200))
def test_any_text_is_answered(app: App, text: str) -> None:
    reply = app.engine.answer(Request(text=text))
    assert "went wrong" not in reply.headline
    assert text_of(reply).strip()
    assert reply.chart is None or reply.chart.caption.sample
