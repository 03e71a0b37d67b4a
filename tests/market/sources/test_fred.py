"""FRED's answers, keyed and not, and what is none."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from market.clock import Deadline
from market.datasets.economic_series import PANEL, EconomicSeries
from market.errors import NoData, ProviderDown
from market.sources.fred import FredSource, read_csv
from tests.market.sources.loopback import Loopback

NOW = datetime(2026, 1, 22, 22, 0, tzinfo=UTC)
TEN = EconomicSeries.parse("10y")
CSV = "observation_date,DGS10\n2026-01-16,4.24\n2026-01-19,\n2026-01-20,4.30\n2026-01-21,4.26\n"


@pytest.fixture
def wire(loopback: Loopback) -> Loopback:
    loopback.answer = lambda path, query: (200, CSV)
    return loopback


def ask(wire: Loopback, key: str | None = None) -> list[float]:
    source = FredSource(key, graph=wire.base, api=wire.base)
    return source.observations(TEN, NOW, Deadline.after(5.0)).values.tolist()


def test_without_a_key_the_graphs_table_is_read_and_holidays_are_missing(wire: Loopback) -> None:
    assert ask(wire) == [4.24, 4.30, 4.26]
    path, query = wire.asked[0]
    assert path == "/graph/fredgraph.csv"
    assert query["id"] == "DGS10"


@pytest.mark.parametrize(
    "text",
    [
        "DATE,DGS10\n2026-01-16,4.24\n2026-01-19,.\n",
        "\ufeffobservation_date,DGS10\r\n2026-01-16,4.24\r\n2026-01-19,\r\n",
    ],
)
def test_older_and_newer_forms_of_the_table_read_alike(text: str) -> None:
    values = read_csv("DGS10", text)
    assert values.tolist() == [4.24]
    assert values.index[0].date() == date(2026, 1, 16)


@pytest.mark.parametrize(
    ("last", "values"),
    [
        ("2026-01-22,4.31", [4.24, 4.3, 4.26, 4.31]),
        ("2026-01-22,4.", [4.24, 4.3, 4.26]),
        ("2026-0", [4.24, 4.3, 4.26]),
        ("2026-01-22,4.\n", [4.24, 4.3, 4.26, 4.0]),
    ],
)
def test_a_last_row_that_was_cut_off_is_left_out(last: str, values: list[float]) -> None:
    assert read_csv("DGS10", CSV + last).tolist() == values


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html><html><body>Sorry</body></html>",
        "",
        "observation_date,UNRATE\n2026-01-01,4.3\n",
        "observation_date,DGS10\nyesterday,4.3\n",
        "observation_date,DGS10\n2026-01-16,high\n",
        "observation_date,DGS10\n2026-01-16,4.2,4.3\n",
        "observation_date,DGS10\n2026-01-16\n",
        '{"observations": []}',
    ],
)
def test_what_is_no_table_of_the_series_is_an_outage_whatever_the_status(wire: Loopback, text: str) -> None:
    wire.answer = lambda path, query: (200, text)
    with pytest.raises(ProviderDown):
        ask(wire)


def test_a_series_without_a_value_has_no_data(wire: Loopback) -> None:
    wire.answer = lambda path, query: (200, "observation_date,DGS10\n2026-01-19,.\n")
    with pytest.raises(NoData):
        ask(wire)


def keyed(path: str, query: dict[str, str]) -> tuple[int, str]:
    if path == "/fred/series":
        return 200, json.dumps({"seriess": [{"id": "DGS10", "last_updated": "2026-01-21 15:18:02-06"}]})
    rows = [("2026-01-19", "."), ("2026-01-20", "4.30"), ("2026-01-21", "4.26")]
    return 200, json.dumps({"observations": [{"date": day, "value": value} for day, value in rows]})


def test_with_a_key_the_api_is_asked_and_the_release_is_known(wire: Loopback) -> None:
    wire.answer = keyed
    source = FredSource("k" * 32, graph=wire.base, api=wire.base)
    found = source.observations(TEN, NOW, Deadline.after(5))
    assert found.values.tolist() == [4.30, 4.26]
    assert found.released == date(2026, 1, 21)
    assert {query["api_key"] for _path, query in wire.asked} == {"k" * 32}


@pytest.mark.parametrize(
    "text", ["not json", "[]", "{}", '{"observations": [{"date": "2026-01-20"}]}', "null"]
)
def test_a_malformed_answer_of_the_api_is_an_outage_that_never_tells_the_key(
    wire: Loopback, text: str
) -> None:
    wire.answer = lambda path, query: (200, text)
    with pytest.raises(ProviderDown) as caught:
        ask(wire, key="planted-key")
    assert "planted-key" not in f"{caught.value!r} {caught.value}"


def test_every_series_of_the_panel_is_found_by_its_words() -> None:
    for series in PANEL:
        for word in (series.word, series.id, series.name.upper(), *series.aliases):
            assert EconomicSeries.parse(word) is series


@pytest.mark.parametrize("end", ["\n", "\n\n", "\r\n\r\n", "\n  \n", "\n,\n"])
def test_empty_lines_are_no_rows(end: str) -> None:
    text = f"observation_date,DGS10\n\n2026-01-16,4.24\n2026-01-20,4.30{end}"
    assert read_csv("DGS10", text).tolist() == [4.24, 4.3]
