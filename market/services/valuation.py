"""Service for valuation multiples: one stored snapshot a session, which grows into a history."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from market.analytics.valuation import (
    LARGE,
    RUNGS,
    SMALL,
    Multiple,
    Snapshot,
    Snapshots,
    Valuation,
    ratios,
    rungs,
    spreads,
)
from market.calendars.calendar import Calendar, Phase
from market.clock import Clock, Deadline
from market.datasets.facts import FactsSource, Fundamentals
from market.errors import MarketError, NoData, StoreFailed
from market.fetching.refreshed_values import RefreshedValues
from market.formatting import NEW_YORK
from market.provenance import Provenance
from market.services.timed_service import TimedService
from market.symbols import Symbol

if TYPE_CHECKING:
    from market.fetching.blob_store import Blob, BlobStore

KIND = "valuation"
AGAIN = timedelta(minutes=10)  # between two questions about the same session
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the provider said of all rungs.

    as_of: when it was asked.
    snapshot: None when no fund's multiples could be had.
    failures: what went wrong, fund by fund.
    """

    as_of: datetime
    snapshot: Snapshot | None
    failures: tuple[MarketError, ...]


class ValuationService(TimedService):
    """Thread-safe. Raises MarketError only."""

    def __init__(
        self,
        facts: FactsSource,
        snapshots: Snapshots,
        clock: Clock,
        calendar: Calendar,
        seconds: float = 8.0,
    ) -> None:
        super().__init__(seconds)
        self._facts, self._snapshots = facts, snapshots
        self._clock, self._calendar = clock, calendar
        self._values = RefreshedValues[_Asked](facts.title, clock, seconds, local=facts.local)

    def valuation(self) -> Valuation:
        """The multiples of the last completed session, and how they stand in what is stored so far.

        The provider is asked once a session; when it fails the newest snapshot answers, with a
        note. What is asked while a session is in progress is shown, as of then, and not kept:
        the history is one of closes. Raises what the provider raised when nothing is stored.
        """
        state = self._calendar.state(self._clock.now())
        due, notes = state.last_completed, tuple[str, ...]()
        kept = tuple(shot for shot in self._snapshots.all() if shot.session <= due)
        if not kept or kept[-1].session < due or _is_partial(kept[-1]):
            answer = self._asked(due)
            asked, failures = answer.snapshot, answer.failures
            if asked is None and not kept:
                raise failures[0]
            if asked is not None:
                kept = (*(shot for shot in kept if shot.session < asked.session), asked)
                if state.phase is not Phase.IN_PROGRESS:
                    self._snapshots.keep(asked)
            notes = tuple(dict.fromkeys(str(failure) for failure in failures))
        newest = kept[-1]
        if newest.session < due:
            notes = (*notes, f"The multiples are as of {newest.session}.")
        return Valuation(
            session=newest.session,
            rungs=rungs(newest),
            spreads=spreads(kept),
            history=ratios(kept),
            provenance=Provenance(
                self._facts.title, newest.as_of, self._facts.sample, newest.session < due, notes
            ),
        )

    def _asked(self, due: date) -> _Asked:
        """What the provider says, or said within the last minutes: by one question at a time."""
        try:
            refreshed = self._values.get(f"{due}", AGAIN, self._ask, self._deadline)
        except MarketError as error:
            return _Asked(self._clock.now(), None, (error,))
        late = (refreshed.failure,) if refreshed.failure else ()
        return replace(refreshed.value, failures=(*refreshed.value.failures, *late))

    def _ask(self, deadline: Deadline) -> _Asked:
        """Each rung's multiples; one fund's failure costs its rung only. None when all failed, or
        when they are of a day that has not come yet (the clock may be set to the past)."""
        now, found, failures = self._clock.now(), list[tuple[str, Fundamentals]](), list[MarketError]()
        for _rung, ticker in RUNGS:
            try:
                found.append((ticker, self._facts.fundamentals(Symbol.parse(ticker), deadline)))
            except MarketError as error:
                failures.append(error)
        if not found:
            return _Asked(now, None, tuple(failures))
        multiples = {ticker: {each: getattr(f, each.value) for each in Multiple} for ticker, f in found}
        shot = Snapshot(max(f.as_of for _ticker, f in found), multiples)
        if shot.session > now.astimezone(NEW_YORK).date():
            early = NoData(f"{self._facts.title} states multiples of {shot.session} only, a day to come.")
            return _Asked(now, None, (early,))
        return _Asked(now, shot, tuple(failures))


class StoredSnapshots:
    """`Snapshots` in the store, for one provider: a blob a session, so that nothing that is kept
    is ever written again."""

    def __init__(self, store: BlobStore, source: str) -> None:
        self._store, self._source = store, source
        self._known: dict[str, Snapshot] = {}

    def all(self) -> tuple[Snapshot, ...]:
        """Everything kept; what has been read before when the store fails."""
        try:
            for key in self._store.keys(KIND):
                if key.startswith(f"{self._source}/") and key not in self._known:
                    blob = self._store.get(KIND, key)
                    if blob is not None:
                        self._known[key] = _unpacked(blob)
        except StoreFailed:
            log.warning("the valuations cannot be read", exc_info=True)
        return tuple(sorted(self._known.values(), key=lambda shot: shot.as_of))

    def keep(self, snapshot: Snapshot) -> None:
        """A store that fails keeps what it has."""
        key = f"{self._source}/{snapshot.session}"
        self._known[key] = snapshot
        try:
            self._store.put(KIND, key, json.dumps(snapshot.multiples).encode(), {}, snapshot.as_of)
        except StoreFailed:
            log.warning("the valuation of %s cannot be kept", snapshot.session, exc_info=True)


def _unpacked(blob: Blob) -> Snapshot:
    table = json.loads(blob.data)
    return Snapshot(
        blob.at, {ticker: {Multiple(k): v for k, v in row.items()} for ticker, row in table.items()}
    )


def _is_partial(snapshot: Snapshot) -> bool:
    """Without small or large there is no spread: worth asking again."""
    return not {SMALL, LARGE} <= set(snapshot.multiples)
