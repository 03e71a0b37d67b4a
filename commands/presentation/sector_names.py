"""Shorter names of the eleven sectors, for pictures with little room: by the full name, the longest first."""

from __future__ import annotations

SHORTER_SECTORS = {
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
