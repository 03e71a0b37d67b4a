"""`/privacy`: what is stored about you, and erasing it."""

from __future__ import annotations

import json
from typing import Annotated, Literal

from commands.framework.asker import Asker
from commands.framework.channels import ChannelPermissions
from commands.framework.command import UsageError, act, command, verbs
from commands.framework.ports import Person, Place, Privacy
from commands.framework.reply import Action, Attachment, Column, Reply, Table, Visibility
from market.formatting import Unit

Verb = Literal["show", "export", "erase"]
_NAMES = {
    "subscriptions": "Digests",
    "alerts": "Alerts",
    "watchlists": "Watched markets",
    "positions": "Positions you hold",
    "deliveries": "Posts made or owed",
    "answers": "Answers with buttons",
    "last_questions": "Last questions",
    "welcomes": "Conversations welcomed",
    "quiet_hours": "Quiet hours",
    "slack_bots": "Slack's tokens",
    "slack_installations": "Slack's installations",
}


_WHOSE = Annotated[Literal["mine", "workspace"] | None, "mine, or the whole workspace's"]


@command(
    "/privacy",
    "/privacy export",
    visibility=Visibility.PRIVATE,
    unused=lambda typed: () if typed.get("verb") == "erase" else ("confirm",),
    changes=verbs("erase"),
    unshared=True,
    overview="/privacy",
    acts=(
        act("show", "How much is stored about you, or about this whole workspace", whose=_WHOSE),
        act("export", "Everything that is stored, as a file", whose=_WHOSE),
        act("erase", "Erase everything that is stored, for good", whose=_WHOSE,
            confirm=Annotated[Literal["yes"] | None, "yes: erase it, for good"]),
    ),
)  # fmt: skip
def privacy(
    verb: Verb = "show",
    whose: Annotated[Literal["mine", "workspace"], "mine, or the whole workspace's"] = "mine",
    confirm: Annotated[Literal["yes"] | None, "yes: erase it, for good"] = None,
    *,
    asker: Asker,
    privacy: Privacy,
    places: ChannelPermissions,
) -> Reply:
    """Everything stored about you: shown, handed out as a file, or erased for good.

    Kept are digests you set up, your alerts and quiet hours, your watchlist, your portfolio, the record of posts made
    for them (90 days), the answers you got in Slack and Discord with their pictures (30 days), so that a button below
    one shares or explains that answer, and what you asked last in each conversation (an hour), so that “and the
    dow?” is understood. It is the same wherever you ask: on Discord in every server and in direct
    messages, on Slack in every channel and workspace of your organisation. Admins of a workspace (on Discord,
    people with Manage Server) do the same for all: /privacy export workspace.
    """
    if not asker.person:
        raise UsageError(f"Nothing is stored about somebody without a name. Ask in {places.where_to_ask}.")
    problem = _objection(asker, places) if whose == "workspace" else None
    if problem:
        raise UsageError(problem, ("/privacy export",))
    if verb == "erase":
        return _erase(asker, privacy, whose, confirm is not None)
    if whose == "workspace":
        stored = privacy.export_workspace(asker.platform, asker.workspace, asker.scope)
    else:
        stored = privacy.export(Person.who_asks(asker))
    counts = {table: len(rows) for table, rows in stored.items() if isinstance(rows, list)}
    total = sum(counts.values())
    suffix = "" if whose == "mine" else " workspace"
    content = json.dumps(stored, indent=2, ensure_ascii=False).encode()
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


def _objection(asker: Asker, places: ChannelPermissions) -> str | None:
    """Why somebody may not see and erase what is stored for all; None for admins of a workspace. Direct
    messages outside of one, and the consoles, have many people and no admin."""
    if not asker.workspace:
        return "There is no workspace here, so there is nothing but yours: /privacy export"
    return places.may_manage(
        Place(asker.platform, asker.workspace, asker.channel), asker.person, admins_only=True
    )


def _erase(asker: Asker, privacy: Privacy, whose: str, sure: bool) -> Reply:
    suffix = "" if whose == "mine" else " workspace"
    if not sure:
        return Reply(
            "This erases it for good: digests and alerts end, lists and holdings are gone.",
            notes=("In Slack I must be installed again afterwards.",) if whose == "workspace" else (),
            actions=(
                Action("Erase it all", f"/privacy erase{suffix} yes"),
                Action("Export first", f"/privacy export{suffix}"),
            ),
        )
    if whose == "workspace":
        count = privacy.erase_workspace(asker.platform, asker.workspace, asker.scope)
    else:
        count = privacy.erase(Person.who_asks(asker))
    return Reply(f"Erased: {count:,} thing{'s'[: count != 1]}. Nothing about this is left.")
