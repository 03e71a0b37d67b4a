"""An operator's own quotes of many symbols: `quotes.csv[.gz]` in the folder."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from market.formatting import NEW_YORK
from market.live_quote import LiveQuote
from market.sources.files.table import inside, moments_of, numbers_of, refused, table_of

_COLUMNS = ("ticker", "ts_utc", "last", "previous")
QUOTES_AT_ONCE = 10_000


def read_quotes(folder: Path, now: datetime) -> dict[str, LiveQuote]:
    """By ticker, the newest row of each up to `now`; empty without such a file. `last` is a raw price, `previous`
    the raw close of the session before, `ts_utc` when the price was made. Raises ProviderError naming file, line and
    column where a row cannot be read."""
    path = next((p for name in ("quotes.csv", "quotes.csv.gz") if (p := inside(folder, folder / name))), None)
    if path is None:
        return {}
    table = table_of(path, _COLUMNS)
    prices, times = numbers_of(path, table, _COLUMNS[2:]), moments_of(path, table, "ts_utc")
    if (prices <= 0).any(axis=None):
        raise refused(f"{path.name} has a price that is not above zero")
    out: dict[str, LiveQuote] = {}
    rows = zip(table["ticker"], times, prices["last"], prices["previous"], strict=True)
    for ticker, at, last, previous in rows:
        word, moment = str(ticker).strip().upper(), at.to_pydatetime()
        known = out.get(word)
        if last != last or previous != previous or moment > now or (known and known.at > moment):
            continue
        out[word] = LiveQuote(word, moment.astimezone(NEW_YORK).date(), moment, float(last), float(previous))
    return out
