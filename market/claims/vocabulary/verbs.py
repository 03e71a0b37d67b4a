"""Regular verbs by the part they play, and the forms of a verb."""

from __future__ import annotations

from collections.abc import Iterator

from market.claims.vocabulary.tag import Tag

# By their stem; a stem that doubles its last letter ends with "+", and particles stand behind hyphens.
VERBS: dict[Tag, str] = {
    Tag.UP: """
        gain climb add advance jump surge soar rally rebound expand pop+ spike increase strengthen bounce leap
        vault rocket recover recoup zoom inch-up edge-up tick-up creep-up creep-higher catapult accelerate tack edge
        skyrocket moon rip+ progress appreciate tack-on pack-on pile-on power-higher""",
    Tag.DOWN: """
        drop+ decline slip+ tumble plunge retreat ease dip+ weaken slump decrease plummet crater tank dive
        nosedive crumble swoon sag+ stumble sour skid+ nuke smoke crash hammer pummel clobber slide soften
        surrender forfeit backtrack collapse wobble trim+ pare recede edge-down edge-lower drift-lower inch-lower
        tick-lower slaughter batter dump crush deteriorate topple wilt fade cede concede relinquish fall-back
        slip+-back drop+-back pull-back roll-over cool moderate subside depreciate nudge-lower push-lower
        grind-lower sink-lower lop+-off knock-off shave shed+ part-with cough-up yield-up
        surrender-up render-up        fork-over hand-over wallop thump maul thrash slam+""",
    Tag.CLOSE: "close end finish settle conclude",
    Tag.REACH: "touch reach",
    Tag.SET: "set+ notch post score log+ mark record book clinch register secure achieve mint suffer deliver",
    Tag.CROSS: "cross top+ surpass breach eclipse exceed pierce",
    Tag.FALL_THROUGH: "undercut+",
    Tag.AHEAD: "outpace outperform outstrip+ outgain lead-over outclass trounce outdistance",
    Tag.BEHIND: "lag+ trail underperform",
    Tag.ERASE: "erase reverse wipe-out regain retrace",
    Tag.SNAP: "snap+ halt stop+ bust interrupt",
    Tag.OUTNUMBER: "outnumber outweigh",
}


def forms(stem: str) -> Iterator[str]:
    """The verb, and with -s, -ed and -ing.

    >>> list(forms("slip+")), list(forms("rally")), list(forms("wipe-out"))[2:]
    (['slip', 'slips', 'slipped', 'slipping'], ['rally', 'rallies', 'rallied', 'rallying'], ['wiped out', 'wiping out'])
    """
    head, _, particle = stem.partition("-")
    verb = head.rstrip("+")
    doubled = verb + verb[-1] if head.endswith("+") else verb
    short = verb.removesuffix("e") if verb.endswith("e") else doubled
    sibilant = verb.endswith(("s", "sh", "ch", "x", "z"))
    own = [verb, f"{verb}{'es' if sibilant else 's'}", f"{short}ed", f"{short}ing"]
    if verb.endswith("y") and verb[-2:-1] not in "aeo":
        own[1:3] = [f"{verb[:-1]}ies", f"{verb[:-1]}ied"]
    for form in own:
        yield f"{form} {particle.replace('-', ' ')}".strip()


# "turned negative for the year", "has been positive for three sessions".
_STATES = """
    turned turns turning went gone is was are were been being still stays stayed remains remained back ended finished
    closed"""
_SIDES = {"negative": Tag.DOWN, "red": Tag.DOWN, "underwater": Tag.DOWN, "positive": Tag.UP, "green": Tag.UP}


def states() -> Iterator[tuple[str, Tag]]:
    """The phrases of being up or down: "turned negative"."""
    return ((f"{state} {side}", tag) for state in _STATES.split() for side, tag in _SIDES.items())


_MOVING = (
    "pull", "lift", "drag+", "send", "push", "take", "drive", "propel+", "bring", "raise", "leave", "knock",
)  # fmt: skip
MOVERS = frozenset(
    {form for stem in _MOVING for form in forms(stem)}
    | {"sent", "took", "drove", "brought", "left", "dragging", "dragged"}
)
"""Verbs of what took a market somewhere: "…, pulling the S&P 500 to 6,672.62"."""


RANGED = frozenset(
    {"trade", "trades", "traded", "trading", "move", "moved", "range", "ranged", "swing", "swings", "swung", "swinging",
     "fluctuate", "fluctuated", "fluctuating", "bounced", "seesawed", "was", "hovered"}
)  # fmt: skip
"""Before "between": "traded between 2,566.66 and 2,608.58"."""


# Verbs that say nothing here and take no market away; adjectives that end as verbs do.
_VERBS = frozenset(
    {
        "swung", "went", "took", "made", "came", "kept", "spent", "began", "held", "stood", "got", "saw",
        "seesawed", "ran", "flew", "lay", "led", "trade", "trades", "trading", "swing", "put", "puts",
        "set", "did", "had", "drew", "found", "gave", "left", "met", "won", "wore", "threw", "shook",
        "stuck", "strung", "sat", "struck", "fought", "bore", "bought", "brought", "clung", "dug", "drove",
        "ate", "blew", "burst", "cast", "caught", "chose", "crept", "dealt", "forgot", "froze", "hung",
        "hurt", "knew", "lit", "paid", "rode", "sent", "shed", "spun", "sprang", "stole", "strode", "swept",
        "told", "thought", "tore", "understood", "woke", "wound", "was", "were", "is", "gone", "done",
        "remain", "remains", "stay", "stays", "keep", "keeps", "look", "looks", "hover", "hovers", "sit", "lie",
        "seen", "shown", "taken", "given", "become", "begun", "withstood", "overtook", "underwent",
    }
)  # fmt: skip
_ADJECTIVES = frozenset(
    {
        "listed", "based", "linked", "tracked", "weighted", "leveraged", "related", "hedged", "indexed",
        "focused", "rated",
    }
)  # fmt: skip


PARTICLES = frozenset(
    {"away", "out", "off", "back", "over", "through", "along", "aside", "together", "around"}
)
"""Behind a verb these are part of it: "frittered away 0.9 %"."""


# Before a figure these tell of no change: "needed 1.5 %", "carries a 1.3 % yield".
_OF_NO_MOVE = (
    "open", "start", "begin", "need", "require", "miss", "lack", "average", "value", "price", "avoid", "cover", "yield",
    "earn", "pay", "represent", "comprise", "weigh", "count", "span", "include", "account", "face", "contain", "own",
    "carry", "command", "offer", "seek", "eye", "target", "near", "approach", "test", "risk", "dodge", "charge", "want",
    "deserve", "exceed", "equal", "overcome", "hold", "trade", "discount", "imply", "hold",
)  # fmt: skip
NO_MOVES = frozenset(
    {form for stem in _OF_NO_MOVE for form in forms(stem)}
    | {"began", "paid", "sought", "overcame", "held", "has", "had"}
)


def is_verb(word: str) -> bool:
    """Is it a verb, whether it says something here or not?"""
    return word in _VERBS or (word.endswith("ed") and word not in _ADJECTIVES)
