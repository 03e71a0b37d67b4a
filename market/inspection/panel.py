"""What a panel of members' closes is worth: the same door, for thousands of columns at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import log

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from market.calendars.calendar import Calendar
from market.formatting import change, counted, listed
from market.inspection.jumps import Series, jumps
from market.inspection.limits import limits_of, unconfirmed
from market.notes import listed_few
from market.symbols import Symbol

_LOOK = log(3)  # a smaller move of a member is its own; with nothing but closes it cannot be judged
_STOPPED = 10  # sessions up to the newest, all with equal closes, of a member that is no longer traded
_LACKING = 2  # of these that may have no close
_REPEATED = 0.1  # share of closes equal to those before; chance made 4.7 % at most, on 2022-11-25
_COPIED = 0.5  # so many, and the session's row is a copy of the one before
_ENOUGH = 50  # members, below which a share of them says nothing
_SAID = 3
_PRINTS = "beside the index they look like prices from within the session"
_SHARE = limits_of(Symbol("SHARE", "SHARE"))


@dataclass(frozen=True, slots=True, eq=False)
class PanelInspection:
    """A panel after inspection.

    closes: sessions × tickers, a row for every session of the exchange from its first to its last; NaN in
        place of what is missing or in doubt.
    doubted: the first doubted session by ticker.
    missing: sessions of the exchange, from the panel's first to its last, of which it has no row.
    repeated: sessions on which so many closes are those of the session before that these are no closes of the
        session, and how many; where most are, the session has no row.
    prints: the newest session, where its closes may be prints of it and have no row.
    """

    closes: pd.DataFrame
    doubted: dict[str, date]
    missing: tuple[date, ...]
    repeated: dict[date, int] = field(default_factory=dict)
    prints: tuple[date, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know of it, a sentence each."""
        notes = []
        if self.doubted:
            named = sorted(self.doubted.items(), key=lambda item: item[1], reverse=True)
            first = ", ".join(f"{ticker} from {day}" for ticker, day in named[:_SAID])
            more = f" and {len(named) - _SAID} more" if len(named) > _SAID else ""
            notes.append(f"Doubtful closes of members are left out: {first}{more}.")
        if self.repeated:
            day, count = max(self.repeated.items())
            earlier = len(self.repeated) - 1
            more = f", and so on {counted(earlier, 'earlier session')}" if earlier else ""
            notes.append(
                f"On {day} {count:,} closes of members repeat those of the session before, more than by chance{more}; "
                "they are left out."
            )
        for day in self.prints:
            notes.append(f"The closes of members of {day} are left out: {_PRINTS}.")
        if self.missing:
            notes.append(f"There are no closes of members for {_dates(self.missing)}.")
        return tuple(notes)

    def without_newest(self) -> PanelInspection:
        """Without a newest session whose closes may be prints."""
        newest: date = self.closes.index[-1].date()
        return replace(self, closes=self.closes.iloc[:-1], prints=(newest,))


def inspect_panel(closes: pd.DataFrame, calendar: Calendar) -> PanelInspection:
    """Inspect adjusted closes, sessions × tickers, oldest first. Only a column with something strange in
    it is copied and looked at by itself."""
    closes, repeated = _without_copies(closes)
    due = pd.DatetimeIndex(calendar.sessions(closes.index[0].date(), closes.index[-1].date()))
    alike = _stopped_after(pd.DatetimeIndex(closes.index), due)
    values = closes.to_numpy("float32")
    with np.errstate(invalid="ignore", divide="ignore"):
        bad = (values <= 0) | np.isinf(values)
        logs = np.log(np.where(bad, np.nan, values)) if bad.any() else np.log(values)
        strange = (
            (np.abs(np.diff(logs, axis=0)) > _LOOK).any(axis=0) | bad.any(axis=0) | _stands(values, alike)
        )
    mended, doubted = values, {}
    for column in np.flatnonzero(strange | _holed(logs)).tolist():
        rows = _doubtful(values[:, column].astype("float64"), alike)
        if rows.size:
            mended = mended.copy() if mended is values else mended
            mended[rows, column] = np.nan
            doubted[str(closes.columns[column])] = closes.index[rows[0]].date()
    kept = closes if mended is values else pd.DataFrame(mended, closes.index, closes.columns)
    missing = tuple(stamp.date() for stamp in due.difference(pd.DatetimeIndex(closes.index)))
    if missing:  # a row apiece, so that nothing is measured over them
        days = pd.DatetimeIndex(missing).as_unit("us")
        kept = kept.reindex(kept.index.union(days).rename(kept.index.name))
    return PanelInspection(kept, doubted, missing, repeated)


def unconfirmed_changes(closes: pd.DataFrame) -> dict[str, float]:
    """Members whose newest close has changed as a split would change it, and by how much, the furthest first. They
    are not left out: most are true."""
    newest = closes.iloc[-2:].to_numpy("float64")
    if len(newest) < 2:
        return {}
    with np.errstate(invalid="ignore", divide="ignore"):
        places = np.flatnonzero(unconfirmed(np.log(newest[1] / newest[0]))).tolist()
    moved = {str(closes.columns[place]): float(newest[1, place] / newest[0, place] - 1) for place in places}
    return dict(sorted(moved.items(), key=lambda item: -abs(item[1])))


def unconfirmed_note(changes: Mapping[str, float]) -> tuple[str, ...]:
    """What a reader must know of them."""
    moves = listed_few([f"{ticker} {change(moved)}" for ticker, moved in changes.items()])
    said = (
        f"In doubt until the next session, since a split that is not in the prices would look alike: {moves}."
    )
    return (said,) if changes else ()


def _without_copies(closes: pd.DataFrame) -> tuple[pd.DataFrame, dict[date, int]]:
    """The panel without closes carried over from the session before, and how many there were by session."""
    values = closes.to_numpy("float32")
    priced = np.isfinite(values).sum(axis=1)
    same = np.zeros(values.shape, dtype=np.bool_)
    same[1:] = values[1:] == values[:-1]
    share = same.sum(axis=1) / np.maximum(priced, 1)
    judged = priced >= _ENOUGH
    rows = np.flatnonzero(judged & (share > _REPEATED))
    if not rows.size:
        return closes, {}
    kept = closes.to_numpy(copy=True)
    kept[rows] = np.where(same[rows], np.nan, kept[rows])
    repeated = {closes.index[row].date(): int(same[row].sum()) for row in rows.tolist()}
    return pd.DataFrame(kept, closes.index, closes.columns)[~(judged & (share > _COPIED))], repeated


def _stopped_after(index: pd.DatetimeIndex, due: pd.DatetimeIndex) -> int:
    """How many newest rows of equal closes tell that a member has stopped: those of `_STOPPED` sessions, of which a
    few may have no row."""
    rows = int((index >= due[-_STOPPED]).sum()) if len(due) >= _STOPPED else 0
    return rows if rows >= _STOPPED - _LACKING else _STOPPED


def _stands(values: NDArray[np.float32], alike: int) -> NDArray[np.bool_]:
    """Columns whose newest rows, so many, have closes that are all alike; a few between may have none."""
    if len(values) <= alike:
        return np.zeros(values.shape[1], dtype=np.bool_)
    newest = values[-alike:]
    closes = (newest == newest[0]).sum(axis=0)
    others = alike - closes - np.isnan(newest).sum(axis=0)
    return np.asarray((newest[-1] == newest[0]) & (closes >= _STOPPED - _LACKING) & (others == 0))


def _holed(logs: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Columns that jump over a hole, where neighbouring rows cannot show it."""
    held = np.isfinite(logs)
    spread = np.where(held, logs, -np.inf).max(axis=0) - np.where(held, logs, np.inf).min(axis=0)
    holes = (held[:-1] & ~held[1:]).any(axis=0) & (~held[:-1] & held[1:]).any(axis=0)
    return np.asarray((spread > _LOOK) & holes)


def _doubtful(closes: NDArray[np.float64], alike: int) -> NDArray[np.intp]:
    """Rows of one column that are in doubt; `alike`: rows at its end that tell that it has stopped, where their closes
    are equal."""
    sound = np.isfinite(closes) & (closes > 0)
    places = np.flatnonzero(sound)
    out = list(np.flatnonzero(~sound & ~np.isnan(closes)))
    if len(places) > 1:
        held = closes[places]
        none = np.full(len(held), np.nan)
        series = Series(held, none, none, none, none, np.zeros(len(held), dtype=np.bool_))
        for stretch in jumps(series, _SHARE):
            out.extend(places[stretch.start : stretch.stop])
        count = len(held) - int(np.flatnonzero(held != held[-1])[-1] + 1 if (held != held[-1]).any() else 0)
        if count >= _STOPPED - _LACKING and places[-1] - places[len(held) - count] + 1 >= alike:
            out.extend(places[len(held) - count + 1 :])
    return np.unique(np.array(out, dtype=np.intp))


def _dates(days: Sequence[date]) -> str:
    if len(days) > _SAID:
        return f"{len(days)} sessions from {days[0]} to {days[-1]}"
    return listed([day.isoformat() for day in days])
