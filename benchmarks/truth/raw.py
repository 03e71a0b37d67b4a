"""The raw files of a data folder, laid on the sessions of the New York Stock Exchange. Plain pandas."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar, cast

import exchange_calendars
import pandas as pd

FIRST_CALENDAR_DAY = "1970-01-01"  # before it the calendar lacks holidays; there a bar makes a session
LAST_CALENDAR_DAY = "2026-12-31"
Rows = TypeVar("Rows", pd.DataFrame, "pd.Series[float]")
Kept = TypeVar("Kept")
# Members whose adjusted closes change their scale for good after this day, by a factor that no trade made
# (seen by hand): what is before cannot be set against what comes after.
CHANGED_SCALE = {
    "DEC": "2023-12-04",
    "JBIO": "2025-04-28",
}
# Members of which the adjusted closes from one day to another are on another scale than those on both sides of them.
SPIKES = {
    "KGEI": ("2022-05-19", "2022-05-19"),
    "TECX": ("2024-06-21", "2024-06-21"),
    "IVT": ("2021-08-06", "2021-09-23"),
}
UNTRADED = 10  # sessions
PANELS = {"russell2000": "panel_r2000_adjclose_*.parquet", "sp500": "panel_sp500_adjclose_*.parquet"}
FUNDS = "etf_adjclose.parquet"
LISTS = {"russell2000": "IWM_holdings_*.csv.gz", "sp500": "sp500_members_*.csv.gz"}


@cache
def calendar_sessions() -> pd.DatetimeIndex:
    """Every session of the exchange from 1970 to the end of 2026, naive midnights."""
    calendar = exchange_calendars.get_calendar("XNYS", start=FIRST_CALENDAR_DAY, end=LAST_CALENDAR_DAY)
    return pd.DatetimeIndex(calendar.sessions).tz_localize(None).as_unit("us")


@cache
def closing_times() -> pd.DatetimeIndex:
    """When each of these sessions closes (UTC)."""
    calendar = exchange_calendars.get_calendar("XNYS", start=FIRST_CALENDAR_DAY, end=LAST_CALENDAR_DAY)
    return pd.DatetimeIndex(calendar.closes)


def last_completed(moment: pd.Timestamp) -> pd.Timestamp:
    """The newest session whose close is at or before `moment`."""
    ended = int((closing_times() <= moment.tz_convert("UTC")).sum())
    return calendar_sessions()[ended - 1]


@dataclass(eq=False)  # two are never one: what is computed of one is kept under it
class RawData:
    """One folder. Series are sessions from the first bar on, NaN where a session has no bar.

    newest: the last session of which anybody who asks can know; None for all there are.
    original: the folder that this one is a copy of; what is read from the very same file is read there, once.
    """

    folder: Path
    newest: pd.Timestamp | None = None
    original: RawData | None = None
    _kept: dict[tuple[str, ...], Any] = field(default_factory=dict)

    def _once(self, key: tuple[str, ...], files: Sequence[str], read: Callable[[RawData], Kept]) -> Kept:
        """What `read` makes of this folder, or of the original where these of its files are the original's own."""
        if key not in self._kept:
            original = self.original
            is_damaged = original is None or not all(self._is_of(original, name) for name in files)
            self._kept[key] = (
                read(self) if original is None or is_damaged else original._once(key, files, read)
            )
        return cast(Kept, self._kept[key])

    def _is_of(self, original: RawData, name: str) -> bool:
        """Whether a file is the original's own, or neither folder has it."""
        own, whole = self.folder / name, original.folder / name
        return own.samefile(whole) if own.exists() and whole.exists() else own.exists() == whole.exists()

    def series(self, ticker: str, column: str) -> pd.Series[float] | None:
        """`column` is open, high, low, close, volume, or total (adjusted close; an index's close).
        None where the folder has nothing of the ticker."""
        bars = f"{ticker.removeprefix('^')}.csv.gz"
        files = [bars] if (self.folder / bars).exists() else [bars, FUNDS]
        return self._once((ticker, column), files, lambda raw: raw._read(ticker, column))

    def _read(self, ticker: str, column: str) -> pd.Series[float] | None:
        name = ticker.removeprefix("^")
        table = self._table(name)
        if table is not None:
            adjusted = [c for c in table.columns if c.startswith("adj_close")]
            chosen = (adjusted or ["close"])[0] if column == "total" else column
            values = table[chosen].where(table["close"].notna())
        elif column == "total" and not ticker.startswith("^") and name in self.funds:
            values = self.funds[name]
        else:
            return None
        values = values.dropna()
        return on_sessions(values) if len(values) else None

    def _table(self, name: str) -> pd.DataFrame | None:
        return self._once((name,), [f"{name}.csv.gz"], lambda raw: raw._read_table(name))

    def _read_table(self, name: str) -> pd.DataFrame | None:
        path = self.folder / f"{name}.csv.gz"
        if not path.exists():
            return None
        table = pd.read_csv(path, index_col=0, parse_dates=True)
        table.index = pd.DatetimeIndex(table.index).as_unit("us")
        if table.index.duplicated().any():
            return None  # a file that says two things of one day says nothing
        return table.sort_index()

    def intraday(self, ticker: str, at: pd.Timestamp) -> pd.DataFrame | None:
        """The five-minute bars of the session of `at` that had ended by then."""
        path = self.folder / f"{ticker.removeprefix('^')}_5m.csv.gz"
        if not path.exists():
            return None
        bars = pd.read_csv(path, index_col=0, parse_dates=True)
        moment = at.tz_convert("UTC")
        starts = pd.DatetimeIndex(bars.index)
        bars = bars[(starts.date == moment.date()) & (starts <= moment - pd.Timedelta(minutes=5))]
        return None if bars.empty else bars

    @cached_property
    def quotes(self) -> pd.DataFrame | None:
        """By ticker: `ts_utc`, `last`, `previous`; None without a file of quotes."""
        path = self.folder / "quotes.csv"
        return pd.read_csv(path, index_col=0, parse_dates=["ts_utc"]) if path.exists() else None

    @cached_property
    def funds(self) -> pd.DataFrame:
        """Sessions × funds of adjusted closes."""
        table = pd.read_parquet(self.folder / FUNDS)
        table.index = pd.DatetimeIndex(table.index).as_unit("us")
        return table

    def panel(self, universe: str) -> pd.DataFrame:
        """Sessions × members on the list (float64), adjusted closes; a member without bars is a NaN column."""
        files = [self._newest(patterns[universe]).name for patterns in (PANELS, LISTS)]
        return self._once(("panel", universe), files, lambda raw: raw._read_panel(universe))

    def _newest(self, pattern: str) -> Path:
        return max(self.folder.glob(pattern))

    def _read_panel(self, universe: str) -> pd.DataFrame:
        closes = pd.read_parquet(self._newest(PANELS[universe]))
        closes.index = pd.DatetimeIndex(closes.index).as_unit("us")
        for ticker, day in CHANGED_SCALE.items():
            if ticker in closes and (self.newest is None or pd.Timestamp(day) < self.newest):
                closes.loc[:day, ticker] = float("nan")
        for ticker, (first, last) in SPIKES.items():
            if ticker in closes:
                closes.loc[first:last, ticker] = float("nan")
        closes = _traded(closes.sort_index(), self.newest)
        members = self.members(universe)
        return on_sessions(closes.reindex(columns=members.index).astype("float64"))

    def members(self, universe: str) -> pd.DataFrame:
        """By ticker: `sector`, `weight` (a fraction, of all that are listed), `quantity`, `price`."""
        files = [self._newest(LISTS[universe]).name]
        return self._once(("members", universe), files, lambda raw: raw._read_members(universe))

    def _read_members(self, universe: str) -> pd.DataFrame:
        path = self._newest(LISTS[universe])
        lines = gzip.decompress(path.read_bytes()).decode("utf-8-sig").splitlines()
        start = next(n for n, line in enumerate(lines) if line.lower().startswith("ticker"))
        table = pd.read_csv(path, skiprows=start, thousands=",")
        return _listed_shares(table)

    @cached_property
    def lists(self) -> tuple[tuple[str, bytes], ...]:
        """The files that say who is a member, by name and content."""
        paths = [path for pattern in LISTS.values() for path in sorted(self.folder.glob(pattern))]
        return tuple((path.name, sha256(path.read_bytes()).digest()) for path in paths)

    def listed_on(self, universe: str) -> pd.Timestamp:
        """The day in the name of the list's file."""
        path = self._newest(LISTS[universe])
        return pd.Timestamp(path.name.removesuffix(".csv.gz").rsplit("_", 1)[1])

    @cached_property
    def economy(self) -> pd.DataFrame:
        """Rows of `series`, `date`, `value`."""
        return pd.read_csv(self.folder / "fred_long.csv.gz", parse_dates=["date"]).dropna()


def _traded(closes: pd.DataFrame, newest: pd.Timestamp | None) -> pd.DataFrame:
    """The closes without those of members that have closed alike for so many sessions: nobody trades them."""
    upto = closes.loc[:newest]
    for ticker in upto.columns[(upto.iloc[-UNTRADED:].nunique(dropna=False) == 1).to_numpy()]:
        column = upto[ticker]
        since = column.index[column != column.iloc[-1]]
        run = column.index if since.empty else column.loc[since[-1] :].index[1:]
        if len(run) >= UNTRADED and column.iloc[-1] == column.iloc[-1]:
            closes.loc[run[1:], ticker] = float("nan")
    return closes


def _listed_shares(table: pd.DataFrame) -> pd.DataFrame:
    """The rows that are listed shares, by the ticker that prices are under."""
    table = table.rename(columns=str.lower)
    if "asset class" in table:
        table = table[table["asset class"].str.strip() == "Equity"]
    if "exchange" in table:
        table = table[~table["exchange"].str.contains("NO MARKET|Non-Nms|unlisted", case=False, na=False)]
    tickers = table["ticker"].astype(str).str.strip().str.replace(".", "-", regex=False)
    tickers = tickers.replace(
        {"MOGA": "MOG-A", "BFB": "BF-B", "BFA": "BF-A", "BRKB": "BRK-B", "LENB": "LEN-B"}
    )
    tickers = tickers.replace({"CRDA": "CRD-A", "GEFB": "GEF-B", "GTNA": "GTN-A", "HEIA": "HEI-A"})
    tickers = tickers.replace({"UHALB": "UHAL-B", "WSOB": "WSO-B", "CWENA": "CWEN-A", "BHA": "BH-A"})
    sector = table["sector"] if "sector" in table else table["category"]
    weight = table["weight (%)"].to_numpy() / 100 if "weight (%)" in table else float("nan")
    held = {name: table[name].to_numpy() if name in table else float("nan") for name in ("quantity", "price")}
    out = pd.DataFrame({"sector": sector.to_numpy(), "weight": weight, **held}, index=tickers.to_numpy())
    plain = out.index.str.fullmatch(r"[A-Z]{1,5}(-[A-Z]{1,2})?")
    out = out[plain]
    return out[~out.index.duplicated()]


def on_sessions(values: Rows) -> Rows:
    """`values` with one row per session of the exchange from its first to its last bar."""
    calendar, days = calendar_sessions(), pd.DatetimeIndex(values.index)
    if days.empty:
        return values
    between = calendar[(calendar >= days[0]) & (calendar <= days[-1])]
    rows = days[days < calendar[0]].append(between)
    return values[~days.duplicated(keep="last")].reindex(rows)
