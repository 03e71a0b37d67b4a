"""What a question says about its asker or its use: "for our board deck: …", "student here, …". It asks nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

_USES = (
    "newsletter|article|decks?|slides?|slideshow|presentation|class|lecture|course|exam|"
    "seminar|thesis|dissertation|paper|essay|homework|assignment|boss|manager|clients?|"
    "customers?|editor|desk|team|colleagues?|friends?|students?|pupils|readers|listeners|"
    "viewers|committee|board|book|chart.book|report|blog|post|column|podcast|show|programme|"
    "program|broadcast|bulletin|segment|meeting|call|memo|notes?|video|story|piece|site|"
    "website|spreadsheet|talk|speech|script|wife|husband|dad|mum|mom|club|investors|school|"
    "research|review|intro|caption|factbox|pitch|letter|handout|quiz"
)
"""What people need an answer for."""
_WHOSE = "my|our|a|an|the|some|his|her|their|this|that|tomorrow's|tonight's|today's"
_FOR = rf"(?P<use>for (?:{_WHOSE})(?: [\w'&-]+){{0,2}}?) (?:{_USES})"
_SELF = (
    r"(?:i'?m|i am|we'?re|we are) (?:just |only |really )?"
    r"(?:a|an|new|writing|preparing|working|doing|drafting|making|putting|from|asking|in)\b[^,;:.()]*"
    r"|i (?:run|teach|write|work|study|manage|edit|present)\b[^,;:.()]*"
    r"|we (?:run|teach|write|work|manage|publish|present)\b[^,;:.()]*"
    r"|i (?:need|want) (?:it|this|that|them) for [^,;:.()]*"
    r"|(?!(?:in|on|over|right|from|and|not|up|to) )(?:[\w-]+ ){1,3}here|(?:[\w-]+ )?asking|asking for [^,;:.()]*"
    r"|context|background|homework|assignment|question|quick (?:question|one|q)|q|request|task|urgent"
    r"|(?:on )?deadline(?: [^,;:.()]*)?"
)
_NOTHING = re.compile(
    rf"(?:and |so |also |it's |this is )?(?:{_FOR}|{_SELF})(?: (?:pls|please|thanks|thx))?", re.I
)
_FOR_USE = re.compile(rf"[\s,–-]+{_FOR}(?: (?:pls|please|thanks|thx))?\s*(?=[?.!,;:]|$)", re.I)
_BORDER = re.compile(r"[,;:.()?!](?!\w)|[()]|\s[–—-]\s")


def without_context(text: str, asks: Callable[[str], bool]) -> str:
    """`text` without what says who asks and what for; unchanged where nothing would be left. `asks`: whether words
    ask for something after all, as a market that is named does.

    >>> without_context("For our deck: the dow (student here), for my newsletter pls", lambda words: False)
    'the dow ('
    """
    shorter = _FOR_USE.sub(lambda use: use[0] if asks(use["use"]) else "", text)
    kept: list[str] = []
    start = 0
    for border in [*_BORDER.finditer(shorter), None]:
        end, behind = (border.start(), border.end()) if border else (len(shorter), len(shorter))
        clause = shorter[start:end].strip()
        nothing = _NOTHING.fullmatch(clause)
        if not nothing or asks(nothing["use"] or clause):
            kept.append(shorter[start:behind])
        start = behind
    left = "".join(kept).strip(" ,;–—-")
    return left if re.search(r"\w", left) else text
