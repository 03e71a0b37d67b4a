"""Service for economic series: stored, refreshed twice a day, stale with a date when that fails."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from market.clock import Clock, Deadline
from market.datasets.economic_series import EconomicSeries
from market.datasets.macro_observations import MacroSource, Observations
from market.datasets.observed_units import inspect_observations
from market.errors import MarketError
from market.fetching.refreshed_values import Refreshed, RefreshedValues, StoredForm
from market.provenance import Provenance
from market.services.timed_service import TimedService

if TYPE_CHECKING:
    from market.fetching.blob_store import Blob, BlobStore

KIND = "macro"
FRESH = timedelta(hours=12)


class MacroService(TimedService):
    """Thread-safe. Raises MarketError only."""

    def __init__(
        self,
        source: MacroSource,
        clock: Clock,
        store: BlobStore | None = None,
        seconds: float = 8.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(seconds)
        self._source, self._clock = source, clock
        self._values = RefreshedValues[Observations](
            source.title, clock, seconds, store, local=source.local, monotonic=monotonic
        )
        self.source_title, self.sample = source.title, source.sample

    def series(self, series: EconomicSeries) -> Observations:
        """The series' observations; kept ones with a note when the source fails.

        Raises NoData, Throttled, ProviderDown when nothing is kept.
        """
        outcome = self.many((series,))[0]
        if isinstance(outcome, MarketError):
            raise outcome
        return outcome

    def many(self, wanted: Sequence[EconomicSeries]) -> tuple[Observations | MarketError, ...]:
        """Several series side by side, in their order; where one is not available, its error: the
        others stand."""
        deadline = self._deadline
        begun = [self._begun(series) for series in wanted]
        return tuple(_outcome(series, finish, deadline) for series, finish in zip(wanted, begun, strict=True))

    def _begun(self, series: EconomicSeries) -> Callable[[Deadline], Refreshed[Observations]]:
        form = StoredForm(KIND, f"{self._source.key}/{series.id}", _packed, partial(_unpacked, series))

        def ask(deadline: Deadline) -> Observations:
            return self._source.observations(series, self._clock.now(), deadline)

        return self._values.begin(series.id, FRESH, ask, form)


def _outcome(
    series: EconomicSeries, finish: Callable[[Deadline], Refreshed[Observations]], deadline: Deadline
) -> Observations | MarketError:
    try:
        refreshed = finish(deadline)
    except MarketError as error:
        return error
    value = inspect_observations(refreshed.value)
    if refreshed.failure is None:
        return value
    note = f"{refreshed.failure} {series.name} is as of {value.as_of:%Y-%m-%d}."
    return replace(value, provenance=value.provenance.outdated(note))


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


def _unpacked(series: EconomicSeries, blob: Blob) -> Observations:
    table, meta = json.loads(blob.data), blob.meta
    return Observations(
        series=series,
        values=pd.Series(table["values"], pd.DatetimeIndex(table["days"]), dtype="float64"),
        provenance=Provenance(meta["source"], datetime.fromisoformat(meta["asked_at"]), meta["sample"]),
        released=date.fromisoformat(meta["released"]) if meta["released"] else None,
    )
