"""Names of the eleven sectors, and the words that make one of them the best or the worst, or the maker of a move."""

from __future__ import annotations

from collections.abc import Iterator

from market.claims.expressions.lexicon import Phrases

_NAMES = {
    "XLK": "technology | tech | information technology | technology shares | tech shares | technology stocks "
    "| tech stocks",
    "XLF": "financials | financial | financial shares | financial stocks",
    "XLV": "health care | healthcare | health-care stocks | health care stocks | health care shares",
    "XLY": "consumer discretionary | discretionary | consumer discretionary stocks | discretionary stocks",
    "XLP": "consumer staples | staples | consumer-staples stocks | consumer staples stocks",
    "XLE": "energy | energy stocks | energy shares",
    "XLI": "industrials | industrial stocks | industrial shares",
    "XLB": "materials | materials stocks | materials shares",
    "XLU": "utilities | utility stocks | utility shares | utilities stocks",
    "XLRE": "real estate | real estate stocks | real-estate stocks | real estate shares",
    "XLC": "communication services | communications | communication services stocks",
}
SECTORS = Phrases((name.strip(), ticker) for ticker, names in _NAMES.items() for name in names.split("|"))
# Of a noun behind "led" or "leading" ("led the gainers"), of a verb or of a phrase of place.
_LED = {
    True: "way | pack | charge | advance | rally | rebound | gains | gainers | winners | sectors | S&P 500 "
    "sectors | S&P 500's sectors | 11 sectors | eleven sectors | S&P 500's 11 sectors | S&P 500's gainers "
    "| sectoral gains | sector gains | way up | way higher | S&P 500 higher | market higher | index higher",
    False: "decliners | losers | sectoral losses | sector losses | "
    "losses | decline | declines | retreat | slide | sell-off | selloff | rout | way "
    "down | way lower | S&P 500 lower | market lower | index lower",
}
_OTHERWISE = {
    True: "topped the sectors | led all sectors | led all 11 sectors | led all S&P 500 sectors | fared best | "
    "did best | outperformed all other sectors | posted the biggest gain | had the biggest gain | in "
    "front | in the lead | at the head | out in front | out front | on top | at the top | the most resilient | shone "
    "brightest | rose the most | gained the most | came out on top "
    "| set the pace | best of all | paced gains | paced the gainers | paced the advance | topped the table "
    "| topped the list "
    "| topped the leaderboard | held up best | held up the best",
    False: "posted the biggest loss | posted the biggest decline | had the biggest loss | the hardest hit | "
    "hardest hit | hit hardest | hit the hardest | fell the most | lost the most | dropped the most | took the biggest "
    "hit | were hit hardest | was hit hardest "
    "| fell the hardest | fell hardest | at the tail | at the foot | at the foot of the table | propped up the table "
    "| dead last | trailed all other sectors | brought up the rear | at the bottom | in last "
    "place | came last | at the back | fared worst | did worst | suffered most | suffered the most | "
    "lagged the most | worst of all",
}
_NOUNS = {
    True: "gainer gainers winner winners performer performers advancer riser",
    False: "decliner decliners loser losers laggard laggards faller fallers",
}
_SIDES = {
    True: "best | strongest | top | best performing | day's best | day's strongest | session's best",
    False: "worst | weakest | bottom | worst performing | day's worst | day's weakest | session's worst",
}
_DEGREES = ("biggest", "top", "largest", "steepest", "day's biggest", "session's biggest", "big")
BEING = frozenset({"was", "were", "is", "being"})


def _ranks() -> Iterator[tuple[str, bool]]:
    """The words that make a sector the best or the worst; behind a form of "be" the bare adjectives, too."""
    for best in (True, False):
        yield from ((phrase.strip(), best) for phrase in _OTHERWISE[best].split("|"))
        for noun in _LED[best].split("|"):
            yield from (
                (f"{led} {the}{noun.strip()}", best) for led in ("led", "leading") for the in ("", "the ")
            )
        yield from ((f"the {degree} {noun}", best) for noun in _NOUNS[best].split() for degree in _DEGREES)
        for side in (side.strip() for side in _SIDES[best].split("|")):
            yield from (
                (f"the {side} {noun}", best) for noun in ("sector", "performer", "performers", "group")
            )
            yield from ((f"{being} {the}{side}", best) for being in BEING for the in ("", "the "))
    yield from (("was the leader", True), ("was the laggard", False), ("were the laggards", False))


RANKS = Phrases(_ranks())
# Behind a rank of another sector: "energy was the best, financials the worst".
BARE_RANKS = Phrases((f"the {side.strip()}", best) for best, row in _SIDES.items() for side in row.split("|"))
REVERSED = Phrases(
    (f"the {side.strip()} {noun} {being}", best)
    for best, sides in _SIDES.items()
    for side in sides.split("|")
    for noun in ("sector", "S&P 500 sector", "group", "of the sectors")
    for being in ("was", "were")
)


# Before the sector that made a market's move: which way the market went, None for either.
MADE_BY = {
    **dict.fromkeys(("led by", "paced by"), None),
    **dict.fromkeys(("led higher by", "pulled higher by", "pushed higher by"), True),
    **dict.fromkeys(
        ("dragged by", "dragged down by", "dragged lower by", "led lower by", "pulled down by", "pulled lower by",
         "weighed down by"),
        False,
    ),
}  # fmt: skip
# Behind it: "with energy the biggest drag", "health care contributing most".
MADE_MOST = Phrases(
    [
        *(
            (f"{link}the {size} drag", False)
            for link in ("", "was ", "being ")
            for size in ("biggest", "largest")
        ),
        *(
            (f"{contributed} {most}", None)
            for contributed in ("contributing", "contributed")
            for most in ("most", "the most")
        ),
    ]
)

# Of a market by itself, with what stands before its name: "was the biggest drag on the Russell 2000". Which way the
# sector moved it, None where either is meant; and whether "most" is still to come: "weighed on the index most".
_DRIVING = {
    True: "winner in | gainer in | winners in | gainers in",
    False: "drag on | drags on | weight on | detractor from | detractors from | loser in | decliner in | losers in "
    "| decliners in",
    None: "contributor to | contributors to",
}
_DROVE = {False: (("weighed", "on"), ("detracted", "from")), None: (("contributed", "to"),)}
DRIVERS = Phrases(
    [
        *(
            (f"the {size} {noun}", (way, False))
            for way, nouns in _DRIVING.items()
            for noun in nouns.split("|")
            for size in ("biggest", "largest", "top", "single biggest", "single largest")
        ),
        *(
            (f"{verb}{most} {link}", (way, not most))
            for way, verbs in _DROVE.items()
            for verb, link in verbs
            for most in ("", " most", " the most")
        ),
    ]
)
# Of a market's move, behind its name: "to the Russell 2000's gain".
MOVES = {
    **dict.fromkeys(
        ("gain", "gains", "rise", "advance", "rally", "rebound", "climb", "jump", "increase"), True
    ),
    **dict.fromkeys(
        ("loss", "losses", "fall", "decline", "drop", "slide", "slump", "retreat", "selloff"), False
    ),
    **dict.fromkeys(("return", "returns", "performance", "move"), None),
}


def sectors_of_index() -> Iterator[str]:
    """ "S&P 500 sectors", "the S&P 500's 11 sectors", "primary S&P 500 industry groups", "sectors of the S&P 500"."""
    for index in ("S&P 500", "S&P 500's", "S&P", "S&P's"):
        for noun in ("sectors", "sector indexes", "groups", "industry groups", "sector groups"):
            for kind in ("", "major ", "main ", "primary ", "industry ", "11 ", "eleven "):
                yield from (f"{index} {kind}{noun}", f"{kind}{index} {noun}")
    for noun in ("sectors", "groups", "industry groups", "sector groups"):
        yield from (f"{noun} {of} the S&P 500" for of in ("in", "of", "within"))
