"""The names of the eleven sectors where there is little room."""

from __future__ import annotations

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
