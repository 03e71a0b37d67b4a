"""What makes a program refuse to start: one sentence for its operator, no stack trace."""

from __future__ import annotations


class Refusal(Exception):
    """Something only the operator can mend. The sentence says what, and how; it holds no secret."""


class SettingsError(Refusal):
    """A setting that cannot work. The sentence says which, and what to write instead."""
