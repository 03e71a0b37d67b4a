"""`/why`: who made a move, stated only where members explain it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from commands.framework.reply import Reply, Visibility
from market.analytics.attribution import TOLERANCE
from tests.commands.conftest import conversation, fact

LISTED = pd.DataFrame(
    {
        "Ticker": ["AAA", "BBB", "CCC"],
        "Name": ["Aa", "Bb", "Cc"],
        "Sector": ["Energy", "Health Care", "Health Care"],
        "Asset Class": "Equity",
        "Weight (%)": [50, 25, 25],
        "Quantity": [50, 25, 25],
        "Price": [10, 10, 10],
    }
)
DAYS = pd.DatetimeIndex(["2026-01-16", "2026-01-20", "2026-01-21", "2026-01-22"], name="date")
EVENING = "2026-01-22T18:00-05:00"


def folder(path: Path, index: list[float], members: pd.DataFrame, listed: str = "2026-01-16") -> Path:
    """Members, their list and their index as an operator keeps them."""
    members.to_parquet(path / "panel_r2000_adjclose_5y.parquet")
    LISTED.to_csv(path / f"IWM_holdings_{listed}.csv", index=False)
    closes = pd.Series(index, DAYS)
    pd.DataFrame(dict.fromkeys(("open", "high", "low", "close"), closes)).assign(volume=0).to_csv(
        path / "RUT.csv"
    )
    return path


def panel(last: list[float]) -> pd.DataFrame:
    rows = [[10.0, 10, 10], [10, 10, 10], [10, 10, 10], last]
    return pd.DataFrame(rows, DAYS, ["AAA", "BBB", "CCC"])


def say(path: Path, text: str, at: str = EVENING) -> Reply:
    return conversation(f"files:{path}", at)(text)


def shown(reply: Reply) -> dict[str, object]:
    return {figure.key: figure.value for figure in reply.figures}


def test_a_day_made_by_hand(tmp_path: Path) -> None:
    reply = say(folder(tmp_path, [100, 100, 100, 99.5], panel([9.8, 10.2, 10.0])), "/why")
    # −2 % of half, +2 % of a quarter: −1 % and +0.5 %.
    assert reply.headline == (
        "The Russell 2000 fell 0.50% on 2026-01-22: Energy took 1.00 points, Health Care gave 0.50; "
        "its members explain all of it."
    )
    figures = shown(reply)
    assert figures["contribution.rut.sector.energy.1d"] == pytest.approx(-0.01)
    assert figures["contribution.rut.member.bbb.1d"] == pytest.approx(0.005)
    assert figures["contribution.rut.residual.1d"] == pytest.approx(0.0, abs=1e-7)
    assert figures["rut.change.1d"] == pytest.approx(-0.005)
    assert reply.chart is not None


@pytest.mark.parametrize(("beyond", "answered"), [(0.95, True), (1.05, False)])
def test_beyond_the_tolerance_nobody_is_named(tmp_path: Path, beyond: float, answered: bool) -> None:
    index = 100 * (1 - 0.005 + beyond * TOLERANCE)
    reply = say(folder(tmp_path, [100, 100, 100, index], panel([9.8, 10.2, 10.0])), "/why")
    assert ("Energy" in reply.headline) is answered
    assert (reply.chart is not None) is answered
    energy = next(f for f in reply.figures if f.key == "contribution.rut.sector.energy.1d")
    assert energy.is_shown is answered
    assert answered or "more than the 12.0 that are accepted" in energy.why
    assert shown(reply)["contribution.rut.residual.1d"] == pytest.approx(beyond * TOLERANCE, abs=1e-7)


@pytest.mark.parametrize(
    ("index", "third", "explained", "more"),
    [
        (99.5, 10.0, "explain all of it.", "with 0.50 points more Health Care"),
        (99.45, 10.0, "explain all but 0.05 points.", "with 0.50 points more Health Care"),
        (100.0, 10.2, "explain all of it.", "with slightly more"),
    ],
)
def test_what_rounds_to_nothing_is_not_written_as_a_figure(
    tmp_path: Path, index: float, third: float, explained: str, more: str
) -> None:
    reply = say(folder(tmp_path, [100, 100, 100, index], panel([9.8, 10.2, third])), "/why")
    assert reply.headline.endswith(explained)
    assert any(more in note for note in reply.notes)


def test_a_wrong_premise_is_put_right_first(tmp_path: Path) -> None:
    at = folder(tmp_path, [100, 100, 100, 99.5], panel([9.8, 10.2, 10.0]))
    assert say(at, "/why rut up").headline.startswith("The Russell 2000 did not rise: it fell 0.50%")
    assert say(at, "/why rut down").headline.startswith("The Russell 2000 fell 0.50%")


def test_a_reconstitution_since_the_list_is_named(tmp_path: Path) -> None:
    at = folder(tmp_path, [100, 100, 100, 99.5], panel([9.8, 10.2, 10.0]), listed="2025-05-05")
    assert any("2025-06-27" in note for note in say(at, "/why").notes)
    newer = folder(tmp_path, [100, 100, 100, 99.5], panel([9.8, 10.2, 10.0]), listed="2026-01-17")
    assert not any("due to change" in note for note in say(newer, "/why").notes)


def test_a_missing_session_is_not_spanned(tmp_path: Path) -> None:
    members = panel([9.8, 10.2, 10.0]).drop(DAYS[2])
    reply = say(folder(tmp_path, [100, 100, 100, 99.5], members), "/why")
    assert reply.error
    assert "2026-01-21" in reply.headline


def test_an_index_without_the_bar_withholds_all(tmp_path: Path) -> None:
    at = folder(tmp_path, [100, 100, np.nan, 99.5], panel([9.8, 10.2, 10.0]))
    reply = say(at, "/why")
    assert reply.error or not any(f.is_shown for f in reply.figures if ".sector." in f.key)


def test_a_list_without_weights_says_what_to_do(tmp_path: Path) -> None:
    at = folder(tmp_path, [100, 100, 100, 99.5], panel([9.8, 10.2, 10.0]))
    (at / "IWM_holdings_2026-01-16.csv").unlink()
    LISTED[["Ticker", "Name", "Sector"]].to_csv(at / "r2000_members_2026-01-16.csv", index=False)
    reply = say(at, "/why")
    assert reply.error
    assert "states no weights" in reply.headline


def test_a_market_without_members_offers_what_answers(sample) -> None:
    reply = sample("/why nvda")
    assert reply.error
    assert "/quote nvda" in {action.command for action in reply.actions}


def test_holdings_are_private_and_kept_nowhere(sample) -> None:
    reply = sample("/why AAPL 40, NVDA 60 1m")
    assert reply.visibility is Visibility.PRIVATE
    assert not reply.kept
    assert not reply.shareable
    moved = fact(reply, "Change of the whole")
    assert moved[1:] in reply.headline
    parts = [row[1] for row in reply.table.rows]
    assert sum(parts) == pytest.approx(shown(reply)["contribution.holdings.explained.1m"], abs=1e-12)


@pytest.mark.realdata
def test_real_contributions_are_those_of_plain_pandas(real, real_data: Path) -> None:
    reply = real("/why rut 2026-01-23..2026-01-23")
    listed = pd.read_csv(real_data / "IWM_holdings_2026-05-05.csv.gz", thousands=",").set_index("Ticker")
    listed = listed.loc[listed["Asset Class"] == "Equity"].groupby(level=0).first()
    closes = pd.read_parquet(real_data / "panel_r2000_adjclose_5y.parquet").astype("float64")
    ends = closes.loc["2026-01-22":"2026-01-23"].T.set_axis(["before", "after"], axis=1)
    table = listed.join(ends).assign(moved=lambda t: t["after"] / t["before"] - 1).dropna(subset="moved")
    table = table.query("0.25 < Price / after and Price / after < 4").assign(
        value=lambda t: t["Quantity"] * t["before"]
    )
    table["part"] = table["value"] / table["value"].sum() * table["moved"]
    plain = table.groupby("Sector")["part"].sum()
    figures = shown(reply)
    for sector in ("Health Care", "Financials", "Industrials"):
        key = f"contribution.rut.sector.{sector.lower().replace(' ', '_')}.2026-01-23_2026-01-23"
        assert figures[key] == pytest.approx(plain[sector], abs=3e-5)


def test_the_picture_of_a_session_in_progress_says_so() -> None:
    title = conversation("sample", "2026-01-22T11:30-05:00")("/why spx").chart.caption.title
    assert title == "The S&P 500 is up 0.67% so far today: Financials gave 0.2 points, Utilities took 0.01"
