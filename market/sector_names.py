"""The names of the eleven sectors in lists of members, and by their funds."""

from __future__ import annotations

_BY_FUND = {"Information Technology": "Technology"}
_LISTED = {fund: listed for listed, fund in _BY_FUND.items()}


def fund_sector(name: str) -> str:
    """A sector of a list of members under the name of its fund: "Information Technology" is "Technology"."""
    return _BY_FUND.get(name, name)


def listed_sector(name: str) -> str:
    """The sector of a fund under the name that lists of members give it."""
    return _LISTED.get(name, name)
