"""The picture of the session in progress, of its five-minute bars, where the source has them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd

from charts.pictures.intraday import IntradayCandles
from commands.presentation.picture_titles import is_so_far
from commands.presentation.wording import caption, opened, the
from market.bars import Bars
from market.formatting import change, level, moment

BAR = timedelta(minutes=5)


def intraday_candles(
    bars: Bars, prints: pd.DataFrame | None, hours: tuple[datetime, datetime], said: str
) -> IntradayCandles | None:
    """Candles of the session in progress. `prints`: its five-minute bars as `PrintSource` gives them; `hours`: when
    it opens and closes; `said`: the answer’s sentence, for the alternative text. None where there are no such bars, or
    where they do not lead to the running price that the text states."""
    running, moved = bars.running, bars.running_change
    if running is None or prints is None or moved != moved:
        return None
    starts = pd.DatetimeIndex(prints.index).tz_convert("UTC")
    prints = prints[starts + BAR <= pd.Timestamp(running.at)]
    if prints.empty or level(float(prints["close"].iloc[-1])) != level(running.last):
        return None
    name, base = bars.symbol.label, float(bars.closes.iloc[-1])
    title = f"{opened(the(name))} {is_so_far(moved)}: not a close"
    alt = (
        f"Candles of five minutes of {the(name)} so far today, as of {moment(running.at)}: last {level(running.last)}, "
        f"{change(moved)} on the close of {bars.last_session} at {level(base)}. {said}"
    )
    words = caption(title, alt[:1000], bars, subtitle=f"Five-minute bars to {moment(running.at)}")
    columns = {name: prints[name].to_numpy("float64") for name in ("open", "high", "low", "close")}
    seconds = pd.DatetimeIndex(prints.index).tz_convert("UTC").tz_localize(None).to_numpy("datetime64[s]")
    return IntradayCandles(
        words,
        seconds,
        columns["open"],
        columns["high"],
        columns["low"],
        columns["close"],
        hours[0],
        hours[1],
        base,
    )
