"""Who asks, and where: all a command may know of the chat."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asker:
    """`platform`: "console", "web", "slack" or "discord". `workspace`: Slack team or Discord guild
    (empty in the terminal and for direct messages on Discord). `channel`, `person`: the platform's
    ids. `zone`: the asker's IANA time zone where the platform tells it. `manages`: True where the
    platform says that this person may manage the channel. `direct`: a conversation of two.
    """

    platform: str = "console"
    workspace: str = ""
    channel: str = ""
    person: str = ""
    zone: str = ""
    manages: bool = False
    direct: bool = False
