"""The names of the eleven sectors: in lists of members, by their funds, and where there is little room."""

from __future__ import annotations

_BY_FUND = {"Information Technology": "Technology"}

SHORTER_SECTORS = {  # by the full name, the longest first
    "Information Technology": ("Technology", "Tech", "IT"),
    "Communication Services": ("Communication", "Comms"),
    "Consumer Discretionary": ("Discretionary", "Discr."),
    "Consumer Staples": ("Staples",),
    "Health Care": ("Health",),
    "Financials": ("Finance",),
    "Industrials": ("Industry",),
    "Real Estate": ("Real Est.",),
    "Utilities": ("Utils",),
}


def fund_sector(name: str) -> str:
    """A sector of a list of members under the name of its fund: "Information Technology" is "Technology"."""
    return _BY_FUND.get(name, name)
