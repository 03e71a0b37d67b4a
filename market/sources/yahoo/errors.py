"""The provider's title, and the one failure that only Yahoo's client tells apart."""

from __future__ import annotations

TITLE = "Yahoo Finance"


class NotListed(Exception):
    """Yahoo answered, and says that it has nothing of this name."""
