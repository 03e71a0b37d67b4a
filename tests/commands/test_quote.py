"""`/quote` says what kind of figure it shows: a print, a close, an old one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import conversation, fact

THURSDAY = {"2026-01-20": 90.0, "2026-01-21": 100.0, "2026-01-22": 101.0}


def write(folder: Path, name: str, closes: dict[str, float], volume: object = 1_000) -> None:
    rows = "".join(f"{day},{c},{c + 1},{c - 1},{c},{volume}\n" for day, c in closes.items())
    (folder / f"{name}.csv").write_text("date,open,high,low,close,volume\n" + rows)


def test_any_ticker_that_the_source_knows_is_answered(tmp_path: Path) -> None:
    write(tmp_path, "ZZAQ", THURSDAY)
    reply = conversation(f"files:{tmp_path}", "2026-01-22T17:00-05:00")("/quote zzaq")
    assert reply.headline == "ZZAQ closed at 101.00 on 2026-01-22, +1.00%."
    assert fact(reply, "Day's range") == "100.00 to 102.00"
    assert fact(reply, "Volume") == "1,000"
    assert reply.command == "/quote zzaq"


def test_the_picture_of_a_young_share_is_told_by_its_dates(tmp_path: Path) -> None:
    write(tmp_path, "ZZAQ", THURSDAY)
    reply = conversation(f"files:{tmp_path}", "2026-01-22T17:00-05:00")("/quote zzaq")
    assert reply.chart is not None
    assert reply.chart.caption.title == "ZZAQ rose 12% from 2026-01-20 to 2026-01-22, to 101"


def test_a_low_of_zero_is_not_known(tmp_path: Path) -> None:
    write(tmp_path, "ZZAQ", THURSDAY)
    file = tmp_path / "ZZAQ.csv"
    file.write_text(file.read_text().replace("101.0,102.0,100.0", "101.0,102.0,0"))
    reply = conversation(f"files:{tmp_path}", "2026-01-22T17:00-05:00")("/quote zzaq")
    ranged = next(each for each in reply.facts if each.label == "Day's range")
    assert ranged.text == "– to 102.00 (low not known)"
    assert [(figure.is_shown, figure.why) for figure in ranged.figures] == [(False, "not known"), (True, "")]


def test_an_index_has_no_volume_and_a_missing_one_is_not_zero(tmp_path: Path) -> None:
    write(tmp_path, "RUT", THURSDAY)
    write(tmp_path, "IWM", THURSDAY, volume="")
    say = conversation(f"files:{tmp_path}", "2026-01-22T17:00-05:00")
    for word in ("rut", "iwm"):
        assert "Volume" not in [f.label for f in say(f"/quote {word}").facts], word


def test_one_close_alone_has_no_change_and_no_invented_one(tmp_path: Path) -> None:
    write(tmp_path, "ZZAQ", {"2026-01-22": 101.0})
    reply = conversation(f"files:{tmp_path}", "2026-01-22T17:00-05:00")("/quote zzaq")
    assert "nan" not in (reply.headline + str([f.text for f in reply.facts])).lower()
    assert "0.00%" not in reply.headline


def test_during_a_session_whatever_is_of_the_last_close_says_so(tmp_path: Path) -> None:
    write(tmp_path, "RUT", {"2026-01-20": 101.0, "2026-01-21": 100.0})
    prints = "ts_utc,open,high,low,close\n2026-01-22T16:20:00Z,100,100,100,100.5\n"
    (tmp_path / "RUT_5m.csv").write_text(prints)
    facts = conversation(f"files:{tmp_path}", "2026-01-22T11:30-05:00")("/quote rut").facts
    stamps = {fact.label: fact.as_of for fact in facts}
    assert stamps["So far today"] == stamps["Change"] == "2026-01-22 11:25 ET"
    assert stamps["Record"] == stamps["Records this year"] == "2026-01-21 close"


@pytest.mark.realdata
def test_a_print_during_the_session_is_no_close(real) -> None:
    reply = real("/quote rut", "2026-01-22T11:30-05:00")
    assert reply.headline.startswith("So far today the Russell 2000 is at 2,731.77, +1.25%")
    assert "not a close" in reply.headline
    stamps = {f.label: f.as_of for f in reply.facts}
    assert stamps["Change"] == "2026-01-22 11:30 ET"
    assert stamps["YTD"] == stamps["Record"] == "2026-01-21 close"
    assert "to the last close" in fact(reply, "YTD")


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("at", "says"),
    [
        ("2026-01-22T08:30-05:00", "pre-market. The last completed session is 2026-01-21"),
        ("2026-01-19T12:00-05:00", "holiday (Martin Luther King, Jr. Day)"),
        ("2026-01-24T12:00-05:00", "weekend. The last completed session is 2026-01-23"),
    ],
)
def test_a_market_that_is_closed_says_why(real, at: str, says: str) -> None:
    assert any(says in note for note in real("/quote iwm", at).notes)


def test_a_change_that_is_not_known_says_which_bar_is_missing(tmp_path: Path) -> None:
    write(tmp_path, "RUT", {"2026-01-20": 90.0, "2026-01-22": 101.0})
    reply = conversation(f"files:{tmp_path}", "2026-01-22T17:00-05:00")("/quote rut")
    assert reply.headline == (
        "The Russell 2000 closed at 101.00 on 2026-01-22; its change is not known: there is no bar for 2026-01-21."
    )


def test_returns_without_adjusted_closes_are_said_to_lack_dividends(tmp_path: Path) -> None:
    write(tmp_path, "IWM", THURSDAY)
    write(tmp_path, "RUT", THURSDAY)
    say = conversation(f"files:{tmp_path}", "2026-01-22T17:00-05:00")
    assert (
        "There are no adjusted closes at Own files: returns are price returns, without dividends (IWM)."
        in say("/quote iwm").notes
    )
    assert say("/quote rut").notes == ()
