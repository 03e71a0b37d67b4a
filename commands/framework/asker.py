"""Who asks, and where: all a command may know of the chat."""

from __future__ import annotations

from dataclasses import dataclass

NO_MEMBER = "I am no member here, so I post nothing here by myself. Ask me in a direct message."


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody in a place.

    platform: "console", or the name of a platform's entry in the registry.
    workspace: the platform's id of the organisation or server; empty where there is none.
    channel, person: the platform's ids.
    zone: the asker's IANA time zone where the platform states it.
    manages: the platform says that this person may manage the channel.
    direct: a conversation of two.
    guest: the program is no member of the place, and posts nothing there by itself.
    scope: in which the id of a person is one person's (`Person` in `commands/framework/ports.py`).
    """

    platform: str = "console"
    workspace: str = ""
    channel: str = ""
    person: str = ""
    zone: str = ""
    manages: bool = False
    direct: bool = False
    guest: bool = False
    scope: str | None = None
