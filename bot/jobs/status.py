"""`bellwether jobs`: the due, running and failed lines of the ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.settings import OperatorError
from bot.store.ledger import HELD_NOTE, LedgerLine, Stage
from bot.store.schema import SubscriptionRow
from bot.store.store import Store
from bot.store.workers import WorkerRecord, WorkerTable
from market.clock import Clock

_LISTED = 20  # lines of each kind, the newest


@dataclass(frozen=True, slots=True)
class Overview:
    """The state of scheduled work.

    counts: ledger lines by stage
    open: lines due or being sent
    held: why lines wait for the operator, with how many lines each
    failed: lines uncertain or dead, the newest first
    next_due: when the next digest is due
    workers: the living workers
    """

    counts: dict[str, int]
    open: Sequence[LedgerLine]
    held: Mapping[str, int]
    failed: Sequence[LedgerLine]
    next_due: datetime | None
    workers: Sequence[WorkerRecord]


def overview(store: Store, clock: Clock) -> Overview:
    """The state of scheduled work. Needs no job queue, so any process may ask."""
    with store.engine.connect() as c:
        next_due: datetime | None = c.scalar(sa.select(sa.func.min(SubscriptionRow.next_due)))
    return Overview(
        counts=store.ledger.counts(),
        open=store.ledger.listed(Stage.DUE, Stage.SENDING, limit=_LISTED),
        held=held(lambda: store),
        failed=store.ledger.listed(Stage.UNCERTAIN, Stage.DEAD, limit=_LISTED),
        next_due=next_due,
        workers=WorkerTable(store.engine, clock).living(),
    )


def held(open_store: Callable[[], Store]) -> dict[str, int]:
    """Why lines wait for the operator, with how many lines each. Raises OperatorError."""
    try:
        notes = open_store().ledger.held()
    except sa.exc.SQLAlchemyError:
        raise OperatorError("The database does not answer. Look at DATABASE_URL, or at the disk.") from None
    return {note.removeprefix(HELD_NOTE): count for note, count in notes.items()}


def retry(store: Store, key: str) -> str:
    """Open a failed line for another post; returns the sentence for the operator."""
    if store.ledger.retry(key):
        return f"{key} is due again. A worker looks for the earlier post first, within two minutes."
    return f"There is no given-up line {key}. See them with: bellwether jobs"


def table(found: Overview) -> list[str]:
    """The overview as lines of text."""
    counts = ", ".join(f"{count} {stage}" for stage, count in sorted(found.counts.items())) or "empty"
    workers = ", ".join(worker.slot for worker in found.workers) or "none"
    due = f"{found.next_due:%Y-%m-%d %H:%M} UTC" if found.next_due else "nothing planned"
    lines = [f"Ledger: {counts}", f"Workers: {workers}", f"Next digest: {due}"]
    lines += [f"Held, until this is mended: {count} × {why}" for why, count in found.held.items()]
    for title, shown in (("Open", found.open), ("Failed", found.failed)):
        lines += [f"{title}:"] if shown else []
        lines += [
            f"  {line.key}  {line.stage}  {line.place.platform} {line.place.channel}  {line.note}".rstrip()
            for line in shown
        ]
    return lines
