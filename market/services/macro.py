"""Service for economic series: stored, refreshed twice a day, stale with a date when that fails."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from market.clock import Clock
from market.datasets.economic_series import EconomicSeries
from market.datasets.macro_observations import MacroSource, Observations
from market.deadline import Deadline
from market.errors import MarketError, ProviderDown, StoreFailed
from market.fetching.single_flight import Flight, NoFreeThread, SingleFlight
from market.provenance import Provenance

if TYPE_CHECKING:
    from market.fetching.blob_store import BlobStore

KIND = "macro"
FRESH = timedelta(hours=12)
RETRY = timedelta(minutes=1)  # after a failure; until then nobody waits for the source again
PATIENCE = 7 / 8  # of the time left, so that whoever has waited in vain can still answer
log = logging.getLogger(__name__)


class MacroService:
    """Thread-safe. Raises MarketError only."""

    def __init__(
        self, source: MacroSource, clock: Clock, store: BlobStore | None = None, seconds: float = 8.0
    ) -> None:
        self._source, self._clock, self._store, self._seconds = source, clock, store, seconds
        self._deadline: Deadline | None = None
        self._flights = SingleFlight[Observations]()
        self._memory: dict[str, Observations] = {}
        self._failed: dict[str, tuple[datetime, MarketError]] = {}
        self.source_title, self.sample = source.title, source.sample

    def within(self, deadline: Deadline) -> MacroService:
        """This service for one request: all its calls together end by `deadline`."""
        view = copy(self)
        view._deadline = deadline
        return view

    def series(self, series: EconomicSeries) -> Observations:
        """The series' observations; kept ones with a note when the source fails.

        Raises NoData, Throttled, ProviderDown when nothing is kept.
        """
        found = self.many((series,))[0]
        if isinstance(found, MarketError):
            raise found
        return found

    def many(self, wanted: Sequence[EconomicSeries]) -> tuple[Observations | MarketError, ...]:
        """Several series side by side, in their order; where one is not available, its error: the
        others stand."""
        remaining = self._deadline.remaining() if self._deadline else self._seconds
        patience = Deadline.after(remaining * PATIENCE)
        kept = {series.id: old for series in wanted if (old := self._kept(series)) is not None}
        flights = {
            series.id: self._flights.join(series.id, partial(self._ask, series), self._seconds)
            for series in wanted
            if not self._is_fresh(kept.get(series.id)) and self._failure(series) is None
        }
        return tuple(
            self._answered(series, kept.get(series.id), flights.get(series.id), patience) for series in wanted
        )

    def _answered(
        self,
        series: EconomicSeries,
        old: Observations | None,
        flight: Flight[Observations] | None,
        patience: Deadline,
    ) -> Observations | MarketError:
        if old is not None and self._is_fresh(old):
            return old
        outcome = self._landed(flight, patience) if flight else self._failure(series)
        if isinstance(outcome, Observations):
            return outcome
        failure = outcome or ProviderDown(self._source.title, "no answer in time")
        if flight:
            self._failed[series.id] = (self._clock.now(), failure)
        if old is None:
            return failure
        note = f"{failure} {series.name} is as of {old.as_of:%Y-%m-%d}."
        return replace(old, provenance=old.provenance.outdated(note))

    def _failure(self, series: EconomicSeries) -> MarketError | None:
        """What went wrong with this series within the last minute."""
        at, failure = self._failed.get(series.id, (None, None))
        return failure if at is not None and timedelta(0) <= self._clock.now() - at < RETRY else None

    def _landed(self, flight: Flight[Observations], patience: Deadline) -> Observations | MarketError:
        try:
            return flight.result.result(patience.remaining())
        except TimeoutError:
            return ProviderDown(self._source.title, "no answer in time")
        except NoFreeThread:
            return ProviderDown(self._source.title, "too many requests are waiting")
        except MarketError as error:
            return error

    def _ask(self, series: EconomicSeries, deadline: Deadline) -> Observations:
        found = self._source.observations(series, self._clock.now(), deadline)
        self._memory[series.id] = found
        self._failed.pop(series.id, None)
        if self._store is not None:
            self._keep(self._store, found)
        return found

    def _is_fresh(self, kept: Observations | None) -> bool:
        return kept is not None and timedelta(0) <= self._clock.now() - kept.as_of < FRESH

    def _kept(self, series: EconomicSeries) -> Observations | None:
        kept = self._memory.get(series.id)
        if self._is_fresh(kept) or self._store is None:
            return kept
        try:
            blob = self._store.get(KIND, self._key(series))
            return _unpacked(series, blob.data, blob.meta) if blob else kept
        except (StoreFailed, ValueError, KeyError):
            log.warning("%s: what is kept cannot be read", series.id, exc_info=True)
            return kept

    def _keep(self, store: BlobStore, found: Observations) -> None:
        try:
            store.put(KIND, self._key(found.series), *_packed(found), found.as_of)
        except StoreFailed:
            log.warning("%s: the store cannot be written", found.series.id, exc_info=True)

    def _key(self, series: EconomicSeries) -> str:
        return f"{self._source.key}/{series.id}"


def _packed(found: Observations) -> tuple[bytes, dict[str, Any]]:
    days = [f"{day:%Y-%m-%d}" for day in found.values.index]
    data = json.dumps({"days": days, "values": found.values.tolist()}).encode()
    meta = {
        "source": found.source,
        "asked_at": found.as_of.isoformat(),
        "released": found.released.isoformat() if found.released else None,
        "sample": found.sample,
    }
    return data, meta


def _unpacked(series: EconomicSeries, data: bytes, meta: dict[str, Any]) -> Observations:
    table = json.loads(data)
    return Observations(
        series=series,
        values=pd.Series(table["values"], pd.DatetimeIndex(table["days"]), dtype="float64"),
        provenance=Provenance(meta["source"], datetime.fromisoformat(meta["asked_at"]), meta["sample"]),
        released=date.fromisoformat(meta["released"]) if meta["released"] else None,
    )
