"""How channels are written on the platforms that have some."""

from __future__ import annotations

from bot.wiring.platforms import PLATFORMS
from commands.framework.ports import Place

_SYNTAX = {p.name: p.channel_syntax for p in PLATFORMS if p.channel_syntax}


class ChannelWords:
    """The part of `commands.framework.channels.ChannelPermissions` that is known without asking a platform."""

    where_to_ask = " or ".join(p.title for p in PLATFORMS if p.channel_syntax)

    def mention(self, place: Place) -> str:
        syntax = _SYNTAX.get(place.platform)
        return syntax.write(place.channel) if syntax else place.channel

    def mentioned(self, platform: str, word: str) -> str | None:
        syntax = _SYNTAX.get(platform)
        return syntax.read(word) if syntax else None
