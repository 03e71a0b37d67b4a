"""The role or user group that a digest or an alert mentions, in its row and in its lines of the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from commands.framework.ports import MentionedGroup


class Mentioning:
    """Columns of a role or user group that is mentioned: its id, empty for nobody, and its name."""

    mention: Mapped[str] = mapped_column(String(64), default="", server_default="")
    mention_name: Mapped[str] = mapped_column(String(100), default="", server_default="")


def written_mention(mentions: MentionedGroup | None) -> dict[str, str]:
    return {"mention": mentions.id, "mention_name": mentions.name} if mentions else _NOBODY


def read_mention(row: Any) -> MentionedGroup | None:
    return MentionedGroup(row.mention, row.mention_name) if row.mention else None


def in_content(mentions: MentionedGroup | None) -> dict[str, Any]:
    """What the content of a line of the ledger says of it."""
    return {"mention": mentions.id} if mentions else {}


def mention_of(content: Mapping[str, Any]) -> str:
    """The platform's id of the role or user group that the post of such a line mentions; empty for nobody."""
    return str(content.get("mention", ""))


_NOBODY = {"mention": "", "mention_name": ""}
