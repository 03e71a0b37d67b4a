"""A reply with its drawn picture: what is composed once and posted to many channels."""

from __future__ import annotations

from dataclasses import dataclass

from charts.spec import Picture
from commands.framework.reply import Reply


@dataclass(frozen=True, slots=True)
class Content:
    """The content of a post; equal for all channels that receive the same digest or alert.

    undrawn: its picture could not be drawn; a note of the reply says so.
    """

    reply: Reply
    picture: Picture | None = None
    undrawn: bool = False
