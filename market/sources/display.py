"""Sources whose terms do not allow their data to be shown in public."""

from __future__ import annotations

_PERSONAL_USE = ("Yahoo Finance",)  # titles; `/about` states the terms


def may_be_displayed(sources: str) -> bool:
    """`sources`: as a reply's provenance names them. True also for those whose terms are not known: then they are
    the operator's to keep."""
    return not any(title.casefold() in sources.casefold() for title in _PERSONAL_USE)
