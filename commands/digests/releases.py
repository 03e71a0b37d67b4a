"""What of the economy came out lately, in the figures of `/macro`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from commands.framework.reply import Release
from market.formatting import Unit, written

_UNKNOWN = "the source does not state when figures came out."
_NOTHING = "none of the figures that are released on a day could be had."


def released_since(since: date, releases: Sequence[Release]) -> tuple[str, str]:
    """The sentence about what came out from `since` on; or, second, why there is none."""
    dated = [release for release in releases if release.day is not None]
    if not dated:
        return "", _UNKNOWN if releases else _NOTHING
    fresh = [f"{release.name} {release.text}" for release in dated if release.day and release.day >= since]
    when = written(since, Unit.DATE)
    if not fresh and len(dated) < len(releases):
        return "", _UNKNOWN
    if not fresh:
        return f"No figure of the economy came out on {when} or later.", ""
    return f"Released since {when}: {'; '.join(fresh)}.", ""
