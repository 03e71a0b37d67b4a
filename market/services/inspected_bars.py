"""Kept histories as bars: every series of every source is inspected here, once."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from threading import Lock
from typing import Any

import pandas as pd
from cachetools import LRUCache

from market.bars import Bars, RunningBar
from market.calendars.calendar import Calendar, SessionState
from market.calendars.trading_days import TradingDays, trades_outside, trading_days
from market.doubts import Doubt, DoubtKind
from market.errors import InDoubt, NoData
from market.fetching.price_cache import CachedHistory
from market.formatting import NEW_YORK
from market.inspection.contradicted import contradicted_so_far, is_startling_so_far
from market.inspection.currency import currency_of
from market.inspection.inspection import Inspection, inspect, inspect_running
from market.inspection.sentences import all_doubtful, doubtful
from market.inspection.unaccompanied import GROUPS
from market.provenance import Provenance
from market.services import staleness_notes
from market.services.beside import Others, doubts_alone, doubts_beside, market_beside, nobody, printed_beside
from market.sources import PriceSource
from market.symbols import Symbol, beside

KEPT = 256  # inspections; each is a few figures beside its history


class InspectedBars:
    """Turns the stored history of a symbol into inspected `Bars`. Thread-safe: one history is inspected at a time, so
    threads that need the same one wait for it instead of repeating its work."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._inspecting = Lock()
        self._kept = LRUCache[tuple[str, str], tuple[Any, date, Inspection]](KEPT)
        self._judged = LRUCache[tuple[str, str], tuple[Inspection, Any, Inspection]](KEPT)

    def of(
        self,
        source: PriceSource,
        symbol: Symbol,
        answer: CachedHistory,
        state: SessionState,
        others: Others = nobody,
    ) -> Bars:
        """The kept history as it stands at `state.at`. Raises NoData when it starts later, or when
        nothing of it can be trusted."""
        archive, failure = answer.archive, answer.failure
        days = trading_days(symbol.ticker, self._calendar)
        due = days.last_completed(state.at) if days else state.last_completed
        with self._inspecting:
            alone = self._inspected(source, symbol, answer, days, due)
        found = self._beside_others(source, symbol, answer, days, due, alone, others)
        if found.frame.empty:
            raise InDoubt(all_doubtful(symbol, source.title, found.doubts), found.doubts[-1].words)
        last: date = found.frame.index[-1].date()
        running, doubt = self._running(
            archive.running_at(state, trades_outside(symbol.ticker)), found, symbol, others
        )
        doubts = (*found.doubts, doubt) if doubt else found.doubts
        provisional = failure is None and not archive.final and last == due
        currency = currency_of(symbol, archive.currency)
        return Bars(
            symbol=symbol,
            frame=found.frame,
            provenance=Provenance(
                source.title,
                running.at if running else self._closed(days, last),
                source.sample,
                failure is not None,
                self._notes(source, symbol, answer, found, doubts, running, provisional, state),
            ),
            running=running,
            provisional=provisional,
            missing=found.missing,
            doubts=doubts,
            adjusted=found.adjusted,
            year=found.year,
            currency=currency,
        )

    def _inspected(
        self,
        source: PriceSource,
        symbol: Symbol,
        answer: CachedHistory,
        days: TradingDays | None,
        due: date,
    ) -> Inspection:
        """The inspection of the rows up to `due`, kept as long as the history is the same one."""
        archive, key = answer.archive, (source.key, symbol.ticker)
        frame, until, inspection = self._kept.get(key, (None, due, None))
        if inspection is not None and frame is archive.frame and until == due:
            return inspection
        rows = archive.frame.loc[: pd.Timestamp(due)]
        if rows.empty:
            raise NoData(f"There is no completed session of {symbol.label} yet.")
        inspection = inspect(rows, symbol, days, due, archive.splits, archive.copied)
        self._kept[key] = archive.frame, due, inspection
        return inspection

    def _beside_others(
        self,
        source: PriceSource,
        symbol: Symbol,
        answer: CachedHistory,
        days: TradingDays | None,
        due: date,
        alone: Inspection,
        others: Others,
    ) -> Inspection:
        """The inspection of an index beside its fund, or of a fund beside its index, or else beside the market; kept as
        long as both are the same ones. The fund is fetched after a startling move of the index; otherwise what is at
        hand is enough."""
        if alone.frame.empty:
            return alone
        pair, doubts_of = beside(symbol), doubts_beside
        other = others(pair, symbol.is_index and alone.is_startling) if pair else None
        if other is None and symbol.group in GROUPS and alone.adjusted and alone.is_lonely:
            other, doubts_of = market_beside(symbol, others), doubts_alone
        if other is None:
            return alone
        key = source.key, symbol.ticker
        with self._inspecting:
            before, beside_frame, judged = self._judged.get(key, (None, None, None))
        if judged is not None and before is alone and beside_frame is other.frame:
            return judged
        lacking = list[Symbol]()

        def witness(of: Symbol, fetch: bool) -> Bars | None:
            if (bars := others(of, fetch)) is None:
                lacking.append(of)
            return bars

        doubts = (
            *doubts_of(symbol, alone.frame, other, witness),
            *printed_beside(alone.frame, alone.share, other),
        )
        judged, archive = alone, answer.archive
        if doubts:
            rows = archive.frame.loc[: pd.Timestamp(due)]
            judged = inspect(rows, symbol, days, due, archive.splits, archive.copied, doubts)
        if doubts or not lacking:  # a witness that is not at hand yet may see what nobody here does
            with self._inspecting:
                self._judged[key] = alone, other.frame, judged
        return judged

    def _running(
        self, running: RunningBar | None, found: Inspection, symbol: Symbol, others: Others
    ) -> tuple[RunningBar | None, Doubt | None]:
        before = found.last_close
        if running is None or before != before:
            return running, None
        believed, doubt = inspect_running(running, before, symbol)
        if (
            believed is not None
            and (pair := beside(symbol))
            and is_startling_so_far(believed, before)
            and (other := others(pair, symbol.is_index))
            and (doubt := contradicted_so_far(believed, before, found.frame.index[-1].date(), other))
        ):
            return None, doubt
        return believed, doubt

    def _notes(
        self,
        source: PriceSource,
        symbol: Symbol,
        answer: CachedHistory,
        found: Inspection,
        doubts: tuple[Doubt, ...],
        running: RunningBar | None,
        provisional: bool,
        state: SessionState,
    ) -> tuple[str, ...]:
        failure, last = answer.failure, found.frame.index[-1].date()
        doubted = {day for doubt in doubts for day in doubt.days}
        lost = [day for day in found.missing if day not in doubted]
        notes = [
            *doubtful(symbol, source.title, doubts),
            *staleness_notes.missing(symbol, source.title, lost, last, state, excused=failure is not None),
        ]
        if failure is not None:
            notes.insert(0, staleness_notes.stale(symbol, source.title, failure, last, running))
        elif provisional:
            notes.append(staleness_notes.provisional(source.title, last))
        if not found.has_closes:
            notes.append(staleness_notes.adjusted_only(source.title))
        if not found.adjusted and symbol.pays_dividends:
            in_doubt = any(doubt.kind is DoubtKind.ADJUSTED for doubt in doubts)
            notes.append(staleness_notes.without_dividends(symbol, source.title, in_doubt))
        return tuple(notes)

    def _closed(self, days: TradingDays | None, session: date) -> datetime:
        if days is not None:
            return days.close(session)
        return datetime.combine(session, time(16), NEW_YORK).astimezone(UTC)
