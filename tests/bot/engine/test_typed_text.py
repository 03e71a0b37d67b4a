"""What phones, word processors and chats make of typed words is taken off again."""

from __future__ import annotations

import pytest

from bot.engine.typed_text import cleaned, words_of_command


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("rut 1y —candles", "rut 1y candles"),
        ("rut，ndx、spx", "rut, ndx, spx"),
        ("rut since 2024—10—01", "rut since 2024-10-01"),
        ("rut 2022-01-03–2022-10-14", "rut 2022-01-03..2022-10-14"),
        ("rut 1 oct 2024 – 31 dec 2024", "rut 1 oct 2024 - 31 dec 2024"),
        ("*rut* `ndx` “s&p 500” ‘$IWM’", "rut ndx s&p 500 $IWM"),
        ("“AAPL” 40%, ‘IWM’ 35%", "AAPL 40%, IWM 35%"),
        ("AAPL – 40, NVDA — 25", "AAPL 40, NVDA 25"),
        ("buffett’s company", "buffett's company"),
        ("rut\u200b down −2%", "rut down -2%"),
    ],
)
def test_words_of_a_command_are_read_as_on_a_keyboard(written: str, typed: str) -> None:
    assert words_of_command(cleaned(written)) == typed
