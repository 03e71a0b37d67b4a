"""How positions are typed."""

from __future__ import annotations

import pytest

from commands.framework.command import UsageError
from commands.holdings.position_words import positions_typed


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("10 AAPL at 150", [("AAPL", 10.0, 150.0)]),
        ("AAPL 10 @ 150.5; 2.5 shares of nvidia", [("AAPL", 10.0, 150.5), ("NVDA", 2.5, None)]),
        ("5 iwm at $0\n3 brk-b", [("IWM", 5.0, 0.0), ("BRK-B", 3.0, None)]),
    ],
)
def test_shares_and_a_name_in_either_order(text: str, read: list[tuple[str, float, float | None]]) -> None:
    assert [(p.symbol.ticker, p.quantity, p.cost) for p in positions_typed(text)] == read


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Say how many of what"),
        ("aapl", "“aapl” is no position"),
        ("0 aapl", "must be above zero"),
        ("-5 aapl", "no position|no symbol"),
        ("5 rut", "an index that nobody can hold"),
        ("5 vix", "an index that nobody can hold"),
    ],
)
def test_what_is_no_position_is_refused_with_an_example(text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        positions_typed(text)
