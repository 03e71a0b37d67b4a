"""Parts of a whole as per cent: "fell by (more than) a third", "surrendered a third of its value"."""

from __future__ import annotations

from collections.abc import Sequence

from market.claims.expressions.amounts import HEDGE, PARTS, UNITS, Amount, AmountUnit
from market.claims.expressions.tokens import Token

_NO_SHARE_BEFORE = (
    "of",
    "a",
    "day",
    "week",
    "month",
    "session",
)  # "half a percent", "by a third of its members"


def share_at(tokens: Sequence[Token], place: int) -> tuple[Amount, int] | None:
    """ "a third" of "fell by (more than) a third", as per cent.

    >>> from market.claims.expressions.tokens import tokens
    >>> round(share_at(tokens("fell by a third"), 2)[0].value, 1), share_at(tokens("for a third day"), 1)
    (33.3, None)
    """
    part = PARTS.at(tokens, place)
    if part is None or part[0] == 1.0:
        return None
    end = place + part[1]
    own = [token.word for token in tokens[end : end + 3]] == ["of", "its", "value"]
    if end < len(tokens) and not own and (tokens[end].word in _NO_SHARE_BEFORE or UNITS.at(tokens, end)):
        return None
    if not own and "by" not in [token.word for token in tokens[max(0, place - 3) : place]]:
        return None
    value = 100 * part[0]
    return Amount(
        value, AmountUnit.PERCENT, 2 * HEDGE * value, " ".join(t.text for t in tokens[place:end])
    ), part[1]
