"""`/exposure`: private, and honest about what it cannot see."""

from __future__ import annotations

import pytest

from commands.exposure import _about
from commands.framework.reply import Visibility
from market.analytics.exposure import parse
from tests.commands.conftest import fact


def test_the_answer_is_private_and_adds_up(sample) -> None:
    reply = sample("/exposure AAPL 40, NVDA 25, IWM 35")
    assert reply.visibility is Visibility.PRIVATE
    assert fact(reply, "HHI").startswith("0.35")
    assert fact(reply, "Mega-cap technology").startswith("65.0%")
    assert sum(row[2] for row in reply.table.rows) == pytest.approx(1.0)
    assert "Beta to the S&P 500" in {f.label for f in reply.facts}


@pytest.mark.parametrize("text", ["AAPL 40, NVDA", "AAPL 0", ", ,", "AAPL 1,000"])
def test_a_bad_list_is_answered_privately_with_what_to_write(sample, text: str) -> None:
    reply = sample(f"/exposure {text}")
    assert reply.error
    assert reply.visibility is Visibility.PRIVATE
    assert "AAPL" in reply.headline


@pytest.mark.realdata
def test_holdings_without_prices_still_get_their_concentration(real) -> None:
    reply = real("/exposure AAPL 50, TSLA 50")
    assert not reply.error
    assert fact(reply, "Effective number") == "2.00 (of 2 holdings)"
    assert any(note.startswith("Without betas") for note in reply.notes)


@pytest.mark.realdata
def test_a_beta_of_some_holdings_says_of_how_much(real) -> None:
    reply = real("/exposure AAPL 40, NVDA 25, IWM 35")
    assert reply.headline.endswith("% in the 35.0% of the weight that has prices.")
    assert fact(reply, "Beta to the S&P 500").endswith("(252 sessions, 35.0% of the weight)")


@pytest.mark.realdata
def test_the_index_itself_has_a_beta_of_one(real) -> None:
    assert fact(real("/exposure spx 100"), "Beta to the S&P 500") == "1.00 (252 sessions)"


@pytest.mark.parametrize(
    ("text", "is_scaled"),
    [
        ("AAPL 60, NVDA 40.5", False),
        ("AAPL 60, NVDA 40.51", True),
        ("AAPL 60, NVDA 39.5", False),
        ("AAPL 60, NVDA 39.49", True),
        ("AAPL 0.6, NVDA 0.405", False),
        ("AAPL 0.6, NVDA 0.406", True),
        ("AAPL 0.6, NVDA 0.3951", False),
        ("AAPL 0.6, NVDA 0.394", True),
    ],
)
def test_weights_that_nearly_add_up_to_the_whole_are_not_called_scaled(text: str, is_scaled: bool):
    assert any("they are scaled to 100%" in sentence for sentence in _about(parse(text))) is is_scaled
