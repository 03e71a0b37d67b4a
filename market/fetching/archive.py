"""One symbol's history as it is kept: how answers are joined to it, how it becomes bytes."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd

from market.bars import COLUMNS, RunningBar
from market.calendars.calendar import Phase, SessionState
from market.sources import History

OVERLAP = 5  # sessions asked for again with every top-up, to notice what the provider has rewritten
TOLERANCE = 5e-6  # relative; above the noise of prices sent as 32-bit floats, below any real dividend
PLAUSIBLE = 0.9  # a whole history shorter than this share of the kept one is a broken answer
SLOWEST_RETRY = timedelta(hours=1)
RUNNING_AGE = timedelta(minutes=1)  # of a session's bar, until it is asked for again
OUTSIDE_AGE = timedelta(minutes=5)  # of what trades outside the exchange's hours, until it is asked for again


@dataclass(frozen=True, slots=True, eq=False)
class Archive(History):
    """All that is known of one symbol at one source: `History` from its first session on, as of the last answer.

    `copied` is not stored, since no source that says so is.
    """

    @classmethod
    def whole(cls, answer: History) -> Archive:
        """What a source's whole history makes."""
        return cls(**{field.name: getattr(answer, field.name) for field in fields(answer)})

    @property
    def since(self) -> date:
        """The first session to ask for when topping up."""
        first: date = self.frame.index[-min(OVERLAP, len(self.frame))].date()
        return first

    def topped_up(self, answer: History) -> Archive | None:
        """This history with the answer to `since` joined on; None when the two do not fit (a split,
        or a close that was rewritten, as adjusted closes are after every dividend), and only a
        whole history will do: new bars are never appended to differently adjusted ones."""
        if not set(answer.splits) <= set(self.splits):
            return None
        settled = self.frame if self.final else self.frame.iloc[:-1]
        common = settled.index.intersection(answer.frame.index)
        if len(settled) and len(answer.frame) and not len(common):
            return None
        columns = ["close", "adj_close"]
        old, new = settled.loc[common, columns], answer.frame.loc[common, columns]
        if not np.allclose(old, new, rtol=TOLERANCE, atol=0, equal_nan=True):
            return None
        earlier = self.frame[~self.frame.index.isin(answer.frame.index)]
        if not self.final and earlier.index[-1:].equals(self.frame.index[-1:]):
            # The bar was not settled when it was kept, and the provider has lost it since.
            earlier = earlier.copy()
            earlier.iloc[-1, COLUMNS.index("volume")] = np.nan
        return replace(
            self,
            frame=pd.concat([earlier, answer.frame]).sort_index(),
            running=answer.running,
            asked_at=answer.asked_at,
            final=answer.final,
            currency=answer.currency or self.currency,
            copied=answer.copied,
        )

    def replaced(self, answer: History) -> Archive | None:
        """The whole history in `answer` in place of this one; None when it is too short to be whole.
        Sessions that the provider has lost since are carried over, on the new scale."""
        if len(answer.frame) < PLAUSIBLE * len(self.frame):
            return None
        return replace(Archive.whole(answer), frame=_with_lost_sessions(self.frame, answer.frame))

    def is_fresh(self, state: SessionState, outside: bool = False) -> bool:
        """Whether asking again at `state.at` would be pointless or too early. `outside`: the market also
        trades outside the exchange's hours; then its prices are `OUTSIDE_AGE` old at most.

        In session the running bar may be `RUNNING_AGE` old. Otherwise a final bar of the last
        completed session settles it until the next open; while that is not in, the source is
        asked again after a tenth of the time since the close, at most an hour.
        """
        age = state.at - self.asked_at
        if state.phase is Phase.IN_PROGRESS:
            return timedelta(0) <= age < RUNNING_AGE
        if outside:
            return timedelta(0) <= age < OUTSIDE_AGE
        if self.final and self.covers(state):
            return True
        patience = min(max((state.at - state.last_close) / 10, RUNNING_AGE), SLOWEST_RETRY)
        return timedelta(0) <= age < patience and self.asked_at >= state.last_close

    def covers(self, state: SessionState) -> bool:
        """Whether the last completed session's bar is in."""
        return len(self.frame) > 0 and bool(self.frame.index[-1] >= pd.Timestamp(state.last_completed))

    def running_at(self, state: SessionState, outside: bool = False) -> RunningBar | None:
        """The running bar, if its session is today's and its close is not in at `state.at`. `outside`: the
        market has sessions of its own; then it must be later than the newest close."""
        bar = self.running
        if outside:
            behind = bar is None or pd.Timestamp(bar.session) <= self.frame.index[-1] or bar.at > state.at
            return None if behind else bar
        if bar is None or bar.session != state.session or bar.at > state.at:
            return None
        closed = bar.session == state.last_completed and self.covers(state)
        return None if closed else bar

    def to_bytes(self) -> bytes:
        """The frame as compressed Parquet."""
        import io

        buffer = io.BytesIO()
        self.frame.to_parquet(buffer, engine="pyarrow", compression="zstd")
        return buffer.getvalue()

    def to_meta(self) -> dict[str, Any]:
        """All but the frame, fit for JSON."""
        running = self.running and asdict(self.running) | {
            "session": self.running.session.isoformat(),
            "at": self.running.at.isoformat(),
        }
        splits = [day.isoformat() for day in self.splits]
        return {
            "asked_at": self.asked_at.isoformat(),
            "final": self.final,
            "splits": splits,
            "running": running,
            "currency": self.currency,
        }

    @classmethod
    def from_stored(cls, data: bytes, meta: dict[str, Any]) -> Archive:
        """The inverse of `to_bytes` and `to_meta`. Raises ValueError, KeyError or TypeError when
        they are not what this program has written."""
        import io

        running = meta["running"]
        if running:
            running = RunningBar(
                **running
                | {
                    "session": date.fromisoformat(running["session"]),
                    "at": datetime.fromisoformat(running["at"]),
                }
            )
        frame = pd.read_parquet(io.BytesIO(data), engine="pyarrow")
        if list(frame.columns) != COLUMNS or frame.empty:
            raise ValueError("the stored table is no history of bars")
        return cls(
            frame=frame,
            running=running,
            asked_at=datetime.fromisoformat(meta["asked_at"]),
            final=bool(meta["final"]),
            splits=tuple(date.fromisoformat(day) for day in meta["splits"]),
            currency=str(meta.get("currency", "")),  # what an earlier release has stored says none
        )


def _with_lost_sessions(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """`new` and those rows of `old` within its range that it lacks. Prices are brought to the new
    scale where the sessions on both sides agree on the factor, or `old` ends with it; otherwise the row
    stays lost."""
    lost = old.index.difference(new.index)
    lost = lost[(lost > new.index[0]) & (lost < new.index[-1])]
    common = old.index.intersection(new.index)
    if not len(lost) or not len(common):
        return new
    factors = new.loc[common, ["close", "adj_close"]] / old.loc[common, ["close", "adj_close"]]
    before = factors.reindex(lost, method="ffill")
    after = factors.reindex(lost, method="bfill")
    after = after.where(pd.Series(lost < common[-1], index=lost), before, axis=0)
    agreed = pd.Series(np.isclose(before, after, rtol=1e-4, atol=0, equal_nan=True).all(axis=1), index=lost)
    agreed &= before["close"].notna()
    kept, scale = old.loc[lost[agreed]].copy(), before[agreed]
    prices = ["open", "high", "low", "close"]
    kept[prices] = kept[prices].mul(scale["close"], axis=0)
    kept["adj_close"] *= scale["adj_close"]
    kept["volume"] /= scale["close"]
    joined: pd.DataFrame = pd.concat([new, kept]).sort_index()
    return joined
