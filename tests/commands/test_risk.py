"""`/risk` against empyrical, and what it does with too little."""

from __future__ import annotations

import warnings
from pathlib import Path

import pandas as pd
import pytest

from tests.commands.conftest import conversation, fact


@pytest.mark.realdata
def test_real_figures_are_empyricals(real, real_data: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own imports warn on this pandas
        import empyrical
    reply = real("/risk rut", "2026-01-22T18:00-05:00")
    rut, spx = (
        pd.read_csv(real_data / f"{name}.csv.gz", index_col="date", parse_dates=True)["close"].loc[
            :"2026-01-22"
        ]
        for name in ("RUT", "GSPC")
    )
    returns = pd.DataFrame({"rut": rut, "spx": spx}).dropna().pct_change().iloc[1:]
    raw = {f.label: f.value for f in reply.facts}
    for window in (20, 60, 252):
        theirs = empyrical.annual_volatility(returns["rut"].iloc[-window:])
        assert raw[f"Volatility, {window} sessions"] == pytest.approx(theirs)
    assert raw["Worst drawdown"] == pytest.approx(empyrical.max_drawdown(returns["rut"]))
    assert raw["Beta"] == pytest.approx(
        empyrical.beta(returns["rut"].iloc[-252:], returns["spx"].iloc[-252:])
    )
    assert raw["Drawdown now"] == 0.0
    assert "at its high" in reply.headline


def test_a_market_beside_itself_offers_another_benchmark(sample) -> None:
    reply = sample("/risk spx spx")
    assert reply.error
    assert [action.command for action in reply.actions] == ["/risk spx ndx"]


@pytest.mark.realdata
def test_a_missing_benchmark_drops_beta_and_leaves_the_rest(real_data: Path, tmp_path: Path) -> None:
    (tmp_path / "RUT.csv.gz").write_bytes((real_data / "RUT.csv.gz").read_bytes())
    reply = conversation(f"files:{tmp_path}", "2026-01-22T18:00-05:00")("/risk rut")
    assert not reply.error
    assert fact(reply, "Worst drawdown")
    assert "Beta" not in {f.label for f in reply.facts}
    assert any(note.startswith("Without ^GSPC") for note in reply.notes)


@pytest.mark.realdata
def test_a_session_in_progress_is_in_no_figure(real) -> None:
    before, during = (real("/risk rut", at) for at in ("2026-01-22T08:00-05:00", "2026-01-22T11:30-05:00"))
    assert [f.value for f in before.facts] == [f.value for f in during.facts]
    assert any("in progress" in note and "is not in it" in note for note in during.notes)
    assert f"{during.as_of:%Y-%m-%d}" == "2026-01-21"


@pytest.mark.realdata
def test_a_session_without_a_close_withholds_the_volatility_over_it(real_data: Path, tmp_path: Path) -> None:
    for name in ("RUT", "GSPC"):
        frame = pd.read_csv(real_data / f"{name}.csv.gz", index_col="date")
        if name == "RUT":
            frame = frame.drop("2026-01-14")
        frame.to_csv(tmp_path / f"{name}.csv.gz")
    reply = conversation(f"files:{tmp_path}", "2026-01-22T18:00-05:00")("/risk rut")

    assert "its volatility over them is not known" in reply.headline
    assert "nan" not in reply.headline
    figures = {f.label: f.value for f in reply.facts}
    assert figures["Volatility, 20 sessions"] != figures["Volatility, 20 sessions"]
    assert figures["Drawdown now"] != figures["Drawdown now"]  # the session may have been the high
    assert any("2026-01-14" in note for note in reply.notes)
