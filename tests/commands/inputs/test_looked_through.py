"""`/exposure` looks into funds whose list states weights, and names the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import fact
from tests.commands.test_why import folder, panel, say


def spy_list(path: Path) -> None:
    (path / "IVV_holdings_2026-01-16.csv").write_text(
        "Ticker,Name,Sector,Asset Class,Weight (%)\nAAPL,Apple,Technology,Equity,8\n"
        "NVDA,Nvidia,Technology,Equity,7\nXOM,Exxon,Energy,Equity,85\n"
    )


@pytest.mark.parametrize("is_listed", [True, False])
def test_a_fund_is_looked_through_where_its_list_is_stored(tmp_path: Path, is_listed: bool) -> None:
    at = folder(tmp_path, [100, 100, 100, 99.5], panel([9.8, 10.2, 10.0]))
    if is_listed:
        spy_list(at)
    reply = say(at, "/exposure SPY 50, IWM 50")
    assert ("7.5% sit in mega-cap technology, funds looked through" in reply.headline) is is_listed
    assert ("none of the rest sits in mega-cap technology (SPY cannot" in reply.headline) is not is_listed
    assert fact(reply, "Largest company").startswith("42.5% (XOM" if is_listed else "– (SPY cannot be")
    keys = {figure.key for figure in reply.figures}
    assert (
        {"portfolio.largest_company", "portfolio.mega_technology"} <= keys
        if is_listed
        else not ({"portfolio.largest_company", "portfolio.mega_technology"} & keys)
    )


def test_bonds_hold_no_companies(tmp_path: Path) -> None:
    at = folder(tmp_path, [100, 100, 100, 99.5], panel([9.8, 10.2, 10.0]))
    reply = say(at, "/exposure AGG 40, AAPL 60")
    assert "cannot be looked through" not in reply.headline
    assert fact(reply, "Mega-cap technology") == "60.0% (60.0% held directly)"


def test_a_fund_without_a_list_is_named(sample) -> None:
    reply = sample("/exposure QQQ 50, AAPL 50")
    assert "at least 50.0%" in reply.headline
    assert any(note.startswith("QQQ cannot be looked through") for note in reply.notes)
