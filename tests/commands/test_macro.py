"""`/macro` reads the economy as it was known, and sets it beside small against large as association."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from commands.framework.alternatives import Unanswered
from commands.framework.reply import Reply
from commands.macro import macro
from market.clock import Deadline, FixedClock
from market.datasets.economic_series import EconomicSeries
from market.datasets.macro_observations import Observations
from market.errors import MarketError, NoData, ProviderDown
from market.fetching.blob_store import open_store
from market.provenance import Provenance
from market.services.macro import MacroService
from market.sources.sample.macro import SampleMacro
from tests.commands.conftest import conversation, fact

NOW = datetime(2026, 1, 22, 22, 0, tzinfo=UTC)
AFTER_CLOSE = "2026-01-22T17:00-05:00"


class Provider(SampleMacro):
    """The sample economy, parts of which can fail by word."""

    key, title, sample = "by-hand", "By hand", False

    def __init__(self) -> None:
        super().__init__()
        self.failing: dict[str, MarketError] = {}

    def observations(self, series: EconomicSeries, now: datetime, deadline: Deadline) -> Observations:
        if series.word in self.failing:
            raise self.failing[series.word]
        return replace(
            super().observations(series, now, deadline), provenance=Provenance(self.title, now, self.sample)
        )


@pytest.fixture(scope="module")
def market():
    from bot.settings import Settings
    from bot.wiring.app import build_app

    return build_app(Settings(source="sample")).market


@pytest.fixture
def provider() -> Provider:
    return Provider()


def ask(provider: Provider, market, series: str = "", store=None, now: datetime = NOW) -> Reply:
    service = MacroService(provider, FixedClock(now), store)
    return macro.run(EconomicSeries.parse(series) if series else None, economy=service, market=market)


def test_a_series_that_cannot_be_had_drops_one_line_and_says_so(provider: Provider, market) -> None:
    provider.failing["nfci"] = ProviderDown("By hand", "no answer in time")
    reply = ask(provider, market)
    assert len(reply.table.rows) == 7
    assert any(note.startswith("Without Financial conditions (NFCI): By hand") for note in reply.notes)
    assert "unemployment 4.1%" in reply.headline


def test_without_small_against_large_the_economy_still_stands(provider: Provider, tmp_path: Path) -> None:
    from bot.settings import Settings
    from bot.wiring.app import build_app

    empty = build_app(Settings(source=f"files:{tmp_path}"), clock=FixedClock(NOW)).market
    for series in ("", "unemployment"):
        reply = ask(provider, empty, series)
        assert any(note.startswith("Without small against large: ") for note in reply.notes)
    assert reply.chart.ratio is None
    assert "4.1%" in reply.headline


@pytest.mark.parametrize("failure", [ProviderDown("By hand", "no answer in time"), NoData("It has none.")])
def test_recessions_that_the_source_lacks_are_the_published_ones_and_called_so(
    provider: Provider, market, failure: MarketError
) -> None:
    provider.failing["recession"] = failure
    reply = ask(provider, market, "unemployment")
    dates = "NBER business-cycle dates as published up to 2021-07"
    assert reply.chart.recessions[-1] == (date(2020, 3, 1), date(2020, 4, 30))
    assert f"Recessions are {dates}. {failure}" in reply.notes
    assert reply.sources.startswith(f"Source: By hand, Sample market (invented data) and {dates} · as of")
    assert reply.chart.caption.source == f"By hand and {dates}"
    assert "recessions shaded" in reply.chart.caption.alt


def test_recessions_of_the_source_come_before_the_published_ones(provider: Provider, market) -> None:
    reply = ask(provider, market, "unemployment")
    assert reply.chart.recessions
    assert "NBER" not in reply.sources + reply.chart.caption.source + " ".join(reply.notes)


def test_true_recessions_are_never_laid_over_invented_figures(provider: Provider, market) -> None:
    provider.failing["recession"], provider.sample = ProviderDown("By hand", "no answer in time"), True
    reply = ask(provider, market, "unemployment")
    assert reply.sample
    assert reply.chart.recessions == ()
    assert any(note.startswith("Without recessions: ") for note in reply.notes)


@pytest.mark.realdata
def test_the_real_files_are_shaded_as_was_published_at_the_time(real) -> None:
    now, then = (
        real("/macro unemployment", at).chart.recessions for at in (AFTER_CLOSE, "2020-05-20T17:00-04:00")
    )
    months = [f"{first:%Y-%m}..{last:%Y-%m}" for first, last in now]
    assert months == ["1990-08..1991-03", "2001-04..2001-11", "2008-01..2009-06", "2020-03..2020-04"]
    assert then == now[:-1]  # the peak of February 2020 was published in June


def test_a_provider_that_is_down_leaves_the_stored_series_with_its_date(
    provider: Provider, market, tmp_path: Path
) -> None:
    store = open_store(tmp_path / "market.db")
    first = ask(provider, market, "10y", store)
    provider.failing = {s: ProviderDown("By hand", "no answer in time") for s in ("10y", "recession")}
    later = ask(provider, market, "10y", store, NOW + timedelta(days=3))
    store.close()
    assert later.headline == first.headline
    assert any("is as of 2026-01-22" in note for note in later.notes)


def test_a_series_that_cannot_be_had_at_all_is_an_apology(provider: Provider, market) -> None:
    provider.failing["10y"] = ProviderDown("By hand", "no answer in time")
    with pytest.raises(Unanswered) as met:
        ask(provider, market, "10y")
    assert isinstance(met.value.problem, ProviderDown)


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("/macro jobs", "/macro payrolls"),
        ("/macro high-yield spread", "/macro spread"),
        ("/macro DGS10", "/macro 10y"),
        ("/macro yield curve", "/macro curve"),
        ("/macro 10-year real yield", "/macro real"),
    ],
)
def test_a_series_goes_by_word_name_alias_and_id(sample, typed: str, canonical: str) -> None:
    assert sample(typed).command == canonical


def test_a_wrong_word_gets_the_nearest_one(sample) -> None:
    reply = sample("/macro unemploymnt")
    assert reply.error
    assert "unemployment" in reply.headline


def test_an_association_never_passes_for_a_cause(sample) -> None:
    reply = sample("/macro nfci")
    assert any(note.startswith("An association, no cause") for note in reply.notes)
    assert "an association is no cause" in reply.chart.caption.subtitle


def test_quarters_and_months_are_named_as_such(sample) -> None:
    assert "for Q3 2025" in sample("/macro gdp").headline
    assert "for 2025-12" in sample("/macro unemployment").headline


@pytest.mark.realdata
def test_the_figures_agree_with_plain_pandas(real, real_data: Path) -> None:
    table = pd.read_csv(real_data / "fred_long.csv.gz", parse_dates=["date"])
    rate = table[table["series"] == "UNRATE"].set_index("date")["value"].loc[:"2025-12-01"].dropna()
    reply = real("/macro unemployment", AFTER_CLOSE)
    raw = {f.label: f.value for f in reply.facts}
    assert raw["Last"] == pytest.approx(rate.iloc[-1] / 100)
    window = rate.loc["2016-01-01":]
    assert raw["Percentile"] == pytest.approx(
        ((window < rate.iloc[-1]).sum() + 0.5 * (window == rate.iloc[-1]).sum()) / len(window)
    )
    assert raw["Change"] == "−0.1 points"


@pytest.mark.realdata
def test_the_association_agrees_with_numpy(real, real_data: Path) -> None:
    def closes(name: str) -> pd.Series:
        frame = pd.read_csv(real_data / f"{name}.csv.gz", parse_dates=["date"]).set_index("date")
        return frame["close"].loc[:"2026-01-22"]

    table = pd.read_csv(real_data / "fred_long.csv.gz", parse_dates=["date"])
    spread = table[table["series"] == "BAMLH0A0HYM2"].set_index("date")["value"].loc[:"2026-01-21"].dropna()
    ratio = (closes("RUT") / closes("GSPC")).dropna()
    both = pd.DataFrame(
        {"a": spread.resample("ME").last().diff(), "b": ratio.resample("ME").last().map(np.log).diff()}
    ).dropna()
    expected = np.corrcoef(both["a"].iloc[-120:], both["b"].iloc[-120:])[0, 1]
    raw = {f.label: f.value for f in real("/macro spread", AFTER_CLOSE).facts}
    assert raw["With small / large"] == pytest.approx(expected, abs=1e-9)


@pytest.mark.realdata
def test_nothing_is_known_before_its_release(real) -> None:
    early = real("/macro unemployment", "2026-01-02T17:00-05:00")
    assert "for 2025-11" in early.headline
    assert fact(early, "Last").startswith("4.5%")


def test_the_source_without_series_says_what_to_do(tmp_path: Path) -> None:
    reply = conversation(f"files:{tmp_path}", AFTER_CLOSE)("/macro")
    assert reply.error
    assert "fred_long.csv" in reply.headline
