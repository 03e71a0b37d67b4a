"""FRED, the St. Louis Fed's database: its graph's CSV without a key, its API with one."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import date, datetime

import pandas as pd

from market.clock import Deadline
from market.datasets.economic_series import EconomicSeries
from market.datasets.first_releases import stated_release
from market.datasets.macro_observations import Observations
from market.errors import MarketError, NoData, ProviderDown
from market.formatting import NEW_YORK
from market.provenance import Provenance
from market.sources.web import fetch

TITLE = "FRED (St. Louis Fed)"
_SINCE = "1970-01-01"
_LOOKED_AT = 5  # rows before one that may be cut off; some of them are of holidays, which have no value
_NAMES_OF_THE_DATE = ("date", "observation_date")


class FredSource:
    """`MacroSource` over FRED. With `api_key` the API is asked, which also says when the newest
    value was released; the key never appears in an error."""

    key = "fred"
    title = TITLE
    sample = False
    local = False

    def __init__(
        self,
        api_key: str | None = None,
        graph: str = "https://fred.stlouisfed.org",
        api: str = "https://api.stlouisfed.org",
    ) -> None:
        self._api_key, self._graph, self._api = api_key, graph.rstrip("/"), api.rstrip("/")

    def observations(self, series: EconomicSeries, now: datetime, deadline: Deadline) -> Observations:
        """Raises Throttled, ProviderDown, NoData for a series without a single value."""
        released = None
        if self._api_key:
            values = self._from_api(series, self._api_key, now, deadline)
            released = self._release(series, self._api_key, now, deadline)
        else:
            wanted = {"id": series.id, "cosd": _SINCE}
            values = read_csv(
                series.id, fetch(f"{self._graph}/graph/fredgraph.csv", wanted, TITLE, now, deadline)
            )
        today = now.astimezone(NEW_YORK).date()
        values = values.loc[: pd.Timestamp(today)]
        if values.empty:
            raise NoData(f"{TITLE} has no values of {series.name} yet.")
        released = released or stated_release(series, values.index[-1].date())
        return Observations(series, values, Provenance(TITLE, now), released)

    def _from_api(
        self, series: EconomicSeries, key: str, now: datetime, deadline: Deadline
    ) -> pd.Series[float]:
        wanted = self._question(series, key) | {"observation_start": _SINCE}
        text = fetch(f"{self._api}/fred/series/observations", wanted, TITLE, now, deadline)
        try:
            return _series((row["date"], row["value"]) for row in json.loads(text)["observations"])
        except (ValueError, KeyError, TypeError):
            raise ProviderDown(TITLE, "an answer that cannot be read") from None

    def _release(self, series: EconomicSeries, key: str, now: datetime, deadline: Deadline) -> date | None:
        """The day of the last update; None where FRED does not state it; the values are valid without it."""
        try:
            text = fetch(f"{self._api}/fred/series", self._question(series, key), TITLE, now, deadline)
            return date.fromisoformat(json.loads(text)["seriess"][0]["last_updated"][:10])
        except (MarketError, ValueError, KeyError, TypeError, IndexError):
            return None

    def _question(self, series: EconomicSeries, key: str) -> dict[str, str]:
        return {"series_id": series.id, "api_key": key, "file_type": "json"}


def read_csv(series_id: str, text: str) -> pd.Series[float]:
    """The values in FRED's CSV, by date; `.`, empty cells and a last row that was cut off are missing and left out.

    Raises ProviderDown for anything else, such as a page of HTML, which comes with status 200.

    >>> read_csv("DGS10", "observation_date,DGS10\\n2026-01-16,4.24\\n2026-01-19,\\n2026-01-20,4.30\\n").tolist()
    [4.24, 4.3]
    """
    rows = [row for row in csv.reader(io.StringIO(_whole_rows(text))) if any(map(str.strip, row))]
    header = [cell.strip() for cell in rows[0]] if rows else []
    if len(header) != 2 or header[0].lower() not in _NAMES_OF_THE_DATE or header[1] != series_id:
        raise ProviderDown(TITLE, "an answer that is no table of this series")
    try:
        return _series((day, value) for day, value in rows[1:])
    except ValueError:
        raise ProviderDown(TITLE, "an answer that cannot be read") from None


def _whole_rows(text: str) -> str:
    """Without a last row that no line break ends and that is shorter than those before it: its end is missing."""
    rows, _, last = text.lstrip("\ufeff").rpartition("\n")
    before = max((len(row.rstrip("\r")) for row in rows.split("\n")[1:][-_LOOKED_AT:]), default=0)
    return f"{rows}\n{last}" if len(last) >= before else f"{rows}\n"


def _series(rows: Iterable[tuple[str, str]]) -> pd.Series[float]:
    known = {
        pd.Timestamp(date.fromisoformat(day)): float(value)
        for day, value in rows
        if value.strip() not in ("", ".")
    }
    values = pd.Series(list(known.values()), pd.DatetimeIndex(list(known)), dtype="float64")
    return values[values.abs() < float("inf")].sort_index()
