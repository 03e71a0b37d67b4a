"""`/privacy`: what is stored about you, and erasing it."""

from __future__ import annotations

import json
from typing import Annotated, Literal

from commands.asker import Asker
from commands.command import UsageError, command
from commands.ports import Privacy
from commands.reply import Action, Attachment, Column, Reply, Table, Visibility
from market.numbers import Unit

Verb = Literal["show", "export", "erase"]
_NAMES = {
    "subscriptions": "Digests",
    "alerts": "Alerts",
    "watchlists": "Watched markets",
    "deliveries": "Posts made or owed",
    "exposures": "Kept holdings",
    "installations": "Installations",
}


@command("/privacy", "/privacy export", visibility=Visibility.PRIVATE)
def privacy(
    verb: Verb = "show",
    whose: Annotated[Literal["mine", "workspace"], "mine, or the whole workspace's"] = "mine",
    confirm: Annotated[Literal["yes"] | None, "yes: erase it, for good"] = None,
    *,
    asker: Asker,
    privacy: Privacy,
) -> Reply:
    """Everything stored about you: shown, handed out as a file, or erased for good.

    Questions and answers are not stored. Kept are digests you set up, your alerts, your watchlist,
    holdings you asked to keep, and the record of posts made for them (90 days). Who manages may
    do the same for the workspace: /privacy export workspace.
    """
    if not asker.person:
        raise UsageError("Nothing is stored about somebody without a name. Ask in Slack or Discord.")
    if whose == "workspace" and not asker.manages:
        raise UsageError(
            "Only those who manage may do that for all. Yours: /privacy export", ("/privacy export",)
        )
    person = asker.person if whose == "mine" else None
    if verb == "erase":
        return _erase(asker, privacy, person, whose, confirm is not None)
    found = privacy.export(asker.platform, asker.workspace, person)
    counts = {table: len(rows) for table, rows in found.items() if isinstance(rows, list)}
    total = sum(counts.values())
    suffix = "" if whose == "mine" else " workspace"
    content = json.dumps(found, indent=2, ensure_ascii=False).encode()
    attachment = Attachment("bellwether-data.json", content, "application/json")
    return Reply(
        f"{total:,} thing{'s'[: total != 1]} stored about {'you' if whose == 'mine' else 'this workspace'}.",
        table=Table(
            (Column("What"), Column("How many", Unit.COUNT)),
            tuple((_NAMES.get(table, table), count) for table, count in counts.items()),
        ),
        actions=(
            Action("As a file", f"/privacy export{suffix}"),
            Action("Erase it", f"/privacy erase{suffix}"),
        ),
        attachments=(attachment,) if verb == "export" else (),
    )


def _erase(asker: Asker, privacy: Privacy, person: str | None, whose: str, sure: bool) -> Reply:
    suffix = "" if whose == "mine" else " workspace"
    if not sure:
        return Reply(
            "This erases it for good: digests and alerts end, lists and holdings are gone.",
            actions=(
                Action("Erase it all", f"/privacy erase{suffix} yes"),
                Action("Export first", f"/privacy export{suffix}"),
            ),
        )
    count = privacy.erase(asker.platform, asker.workspace, person)
    return Reply(f"Erased: {count:,} thing{'s'[: count != 1]}. Nothing about this is left.")
