"""What is read too unsurely to be refused, and what is not."""

from __future__ import annotations

from datetime import date

import pytest

from market.claims.grammar import read

THURSDAY = date(2026, 1, 22)


@pytest.mark.parametrize(
    ("sentence", "unsure"),
    [
        ("The Dow fell 5.2%.", False),
        ("The Dow, home to old companies, outdid them all with a 5.2% leap.", False),
        ("The Dow blorbed a 5.2% leap.", True),
        ("The Dow had fallen 5.2%.", True),
        ("The Dow, which had been ahead at noon, ended the day down 5.2%.", False),
        ("By the closing bell the Dow had lost 584 points.", False),
        ("By the time the bell rang the Dow had lost 584 points.", False),
        ("The selloff cost the Dow 584 points.", False),
        ("Earlier the VIX had traded as low as 14.98.", False),
        ("The Dow fell 5.2%, though it remains up 5.3% for the year.", False),
        ("January ended with the Dow up 5.2%.", False),
        ("The Dow rose 5.2% in a rough month.", True),
        ("The Dow: three down days, 5.2% lost.", True),
        ("The Dow is 0.9% lower on the year after being down more than 7% in March.", False),
        ("The Dow had been positive for the year.", True),
        ("The Dow eased 5.2% over the holiday stretch.", True),
        ("For the Dow the rebound is 5.2%.", True),
        ("The Dow came away with 5.2%.", False),
        ("The S&P 500 had fallen four sessions in a row.", True),
        ("The S&P 500 has fallen four sessions in a row.", False),
        ("The VIX closed at 22.93 and is up this week.", False),
        ("The Dow bucked the trend, losing 5.2%.", False),
        ("The Dow has been on a tear, gaining 5.2%.", True),
        ("The Dow sprinted 5.2% higher.", False),
        ("The Dow opened 5.2% higher.", True),
        ("The Dow had its worst week since May, falling 5.2%.", False),
        ("The Dow fell 5.2%, its worst day in nearly two years.", False),
        ("The Dow fell 5.2% in the first week of April 2025.", True),
        ("In April the Dow fell 5.2% in one day.", True),
        ("Along the way the Dow has put on 5.2%.", True),
        ("The Dow was weak in March and then gained 5.2%.", True),
        ("A month before the Dow had stood at 40,000.10.", True),
        ("The Dow had been down as much as 5.2%.", False),
        ("The Dow had closed above 40,000 on four days before Thursday's drop.", True),
        ("Stocks recovered from Wednesday's losses, when the Dow lost 5.2%.", True),
        ("Since the rally began in October 2022, the Dow has gained 5.2%.", True),
    ],
)
def test_words_beside_a_figure_decide_whether_it_may_be_refused(sentence: str, unsure: bool) -> None:
    assert (read(sentence, THURSDAY).claims[0].unsure is not None) is unsure
