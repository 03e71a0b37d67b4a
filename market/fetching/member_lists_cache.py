"""Cache of member lists in the store: refreshed weekly, stale with a date when that fails."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from market.clock import Deadline
from market.datasets.members import Lists, Member, Members, Universe
from market.errors import MarketError, StoreFailed
from market.provenance import Provenance

if TYPE_CHECKING:
    from market.fetching.blob_store import Blob, BlobStore

KIND = "member-list"
FRESH = timedelta(days=7)  # indices change their members a few times a year
BRIEFLY = 2.0  # seconds to wait for a new list while an old one can answer
log = logging.getLogger(__name__)


class CachedMemberLists:
    """`Lists` over another one and the store."""

    def __init__(self, lists: Lists, store: BlobStore) -> None:
        self._lists, self._store = lists, store

    def members(self, universe: Universe, now: datetime, deadline: Deadline) -> Members:
        """The kept list while it is fresh, else a new one, else the kept one with a note.

        Raises what the source raises when nothing is kept.
        """
        kept = self._kept(universe)
        if kept is not None and timedelta(0) <= now - kept.at < FRESH:
            return _unpacked(universe, kept)
        if kept is not None:
            deadline = min(deadline, Deadline.after(BRIEFLY), key=lambda each: each.at)
        try:
            found = self._lists.members(universe, now, deadline)
        except MarketError as error:
            if kept is None:
                raise
            old = _unpacked(universe, kept)
            note = f"{error} The list of members is of {old.day}."
            return replace(old, provenance=old.provenance.noted(note))
        self._keep(found, now)
        return found

    def _kept(self, universe: Universe) -> Blob | None:
        try:
            return self._store.get(KIND, universe.key)
        except StoreFailed:
            log.warning("the list of %s cannot be read", universe, exc_info=True)
            return None

    def _keep(self, members: Members, now: datetime) -> None:
        rows = json.dumps([asdict(row) for row in members.rows]).encode()
        meta = {"as_of": members.day.isoformat(), "source": members.source}
        try:
            self._store.put(KIND, members.universe.key, rows, meta, now)
        except StoreFailed:
            log.warning("the list of %s cannot be written", members.universe, exc_info=True)


def _unpacked(universe: Universe, blob: Blob) -> Members:
    rows = tuple(Member(**row) for row in json.loads(blob.data))
    day = date.fromisoformat(blob.meta["as_of"])
    return Members(universe, rows, Provenance.of_day(blob.meta["source"], day))
