"""What the key of a figure says beyond its own name."""

from __future__ import annotations


def undated(key: str) -> str:
    """The key without the days of its window, where it has some."""
    return ".".join("" if len(part) == 21 and part[10] == "_" else part for part in key.split("."))


def names_the_first(question: str, key: str) -> bool:
    """Whether who is on top, or which day is the newest, is a part of the key: on other data another one is. Only
    /why names every sector."""
    if (
        ".sector." in key
        and key.startswith("contribution.")
        and question.startswith(("/smallcaps", "/digest"))
    ):
        return True
    a_day = any(part[:10] == part[11:] for part in key.split(".") if part.count("_") == 1)
    return a_day or "member." in key or ".compared." in key or ".surprise_over." in key


def named(question: str, key: str) -> str:
    """The key with what only the question says: the holdings of a portfolio."""
    if key.startswith(("portfolio.", "portfolio_part.")) and question.startswith("/exposure"):
        parts = question.removeprefix("/exposure ").replace(", ", "_").replace(" ", "-")
        return key.replace(".", f".{parts}.", 1)
    return key
