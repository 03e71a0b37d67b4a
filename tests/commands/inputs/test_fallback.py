"""Which of two failures is told."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from commands.inputs.fallback import in_place_of
from market.errors import MarketError, NoData, ProviderError
from tests.commands.conftest import conversation

REFUSED, NOTHING, OTHER = ProviderError("Own files", "A.csv is bad."), NoData("Nothing."), NoData("No funds.")


@pytest.mark.parametrize(
    ("problem", "second", "said"),
    [
        (REFUSED, OTHER, "A.csv is bad."),
        (NOTHING, OTHER, "Nothing. No funds."),
        (NOTHING, REFUSED, "A.csv is bad."),
        (REFUSED, ProviderError("Own files", "B.csv is bad."), "A.csv is bad."),
    ],
)
def test_what_was_asked_about_is_told_before_what_stood_in(
    problem: MarketError, second: MarketError, said: str
) -> None:
    with pytest.raises(MarketError) as caught, in_place_of(problem):
        raise second
    assert str(caught.value) == said


def test_what_stands_in_answers_where_it_can() -> None:
    with in_place_of(REFUSED):
        pass


@pytest.mark.parametrize("command", ["/heatmap", "/breadth", "/movers"])
def test_every_command_names_the_file_that_is_refused(tmp_path: Path, command: str) -> None:
    (tmp_path / "IWM_holdings.csv").write_text("name;price\nA;1\n")
    closes = "".join(f"2026-01-{day:02d},{100 + day}\n" for day in (20, 21, 22))
    (tmp_path / "IWM.csv").write_text(f"date,close\n{closes}")
    days = pd.DatetimeIndex(["2026-01-20", "2026-01-21", "2026-01-22"])
    pd.DataFrame({"AAON": [1.0, 2.0, 3.0]}, days).to_parquet(tmp_path / "panel_r2000_adjclose.parquet")
    reply = conversation(f"files:{tmp_path}", "2026-01-22T18:00-05:00")(command)
    assert any("IWM_holdings.csv" in text for text in (reply.headline, *reply.notes))
