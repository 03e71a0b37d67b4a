"""A reply with its drawn picture: what is composed once and posted to many channels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commands.framework.reply import Reply

if TYPE_CHECKING:
    from charts.drawing.render import Picture


@dataclass(frozen=True, slots=True)
class Content:
    """The content of a post; equal for all channels that receive the same digest or alert.

    undrawn: its picture could not be drawn; a note of the reply says so.
    """

    reply: Reply
    picture: Picture | None = None
    undrawn: bool = False
