"""Words beside a claim: those of time, which may tell another time than the one that was read, and those that change
nothing."""

from __future__ import annotations

TIMES = frozenset(
    {
        "week", "weeks", "month", "months", "quarter", "quarters", "year", "years", "season", "period",
        "stretch", "span", "summer", "winter", "spring", "autumn", "decade", "decades", "term", "presidency",
        "pandemic", "crisis", "holiday", "holidays", "election", "era", "history", "weekly", "monthly",
        "quarterly", "yearly", "annual", "annualized", "average", "averaged", "hour", "hours", "minutes",
        "weekend", "christmas", "easter", "thanksgiving", "day's", "days", "sessions", "fortnight", "semester",
    }
)  # fmt: skip
# Between a market and its figure these change nothing.
HARMLESS = frozenset(
    {
        "trade", "trades", "traded", "trading", "swung", "went", "made", "took", "came", "kept", "got", "saw",
        "so", "stocks", "index", "session", "day", "day's", "losses", "gains", "between", "and", "wall",
        "street", "street's", "some", "bell", "too", "also", "lol", "lmao", "today", "it", "we", "all", "up",
        "down", "small", "large", "cap", "technology", "heavy", "blue", "chip", "chips", "widely", "watched",
        "followed", "tracked", "which", "tracks", "them", "everyone", "rest", "others", "peers", "leaves",
        "leaving", "left", "puts", "putting", "brings", "bringing", "managed", "manages", "showed", "shows",
        "bellwether", "barometer", "clinging", "clung", "clings", "companies", "measure", "gauge", "closing",
        "cash", "level", "points", "cost", "costs", "costing", "morning", "afternoon", "nursing", "sporting",
        "boasting",
    }
)  # fmt: skip
