"""Words that ask nothing by themselves: what every question may hold, and what is said of any market."""

from __future__ import annotations

from bot.language.phrases import single_words
from market.claims.vocabulary.tag import Tag
from market.claims.vocabulary.verbs import VERBS, forms

FILLERS = single_words(
    """
    a about actually advise after again ago ah all already alright also although always am an and any anybody anyone
    anything anyway are around as at away be because been before being bit both btw but by bye can cannot chance
    check cheers come comes coming could curious day days dear did do does doing don done down dude each either else
    em even ever every exactly far feel few find for from get gets getting give given go goes going gone good got
    guess guys ha had happen happened happening happens has have having he hello help her here hey hi him his hmm hold
    how however i if in into is it its just keen kind kinda know later lately least let like likely lol look looking
    looks lot made make makes many may maybe me mean mind moment month months more morning most much my myself need no
    not now of off often oh ok okay on once one ones only or other our out over overall people perhaps pl please pls
    plz plus point possible pretty put quick quickly quite rather really recent recently remind right round said same
    saw say says see seem seems seen several shall she should show shown so some somebody someone something sometime
    sorry sort still such suppose sure take tell than thank thanks that the their them then there these they thing
    things think this those though thus till time to today together told too toward towards under until up upon us
    use used very vs want wanted was way we week weeks well went were what whatever when where whether which while who
    whole whose why will with within without wonder wondering would wow ya yeah year years yep yes yet yo you your
    yours bring brings pull fetch display view list lets present kindly able actual any1 bro buddy folks man mate sir
    team hiya greetings afternoon evening tonight dunno idk tbh imo fyi asap lmk ty thx ps pos latest newest current
    currently exact approximately approx roughly between against versus relative compared compare next last past
    previous during since through across per via regarding concerning respect terms term question answer ask
    asking excuse interested interest basically simply literally honestly number figure figures value values
    stand stands standing sits sit sitting real damn hell heck gosh keep keeps kept stay stays staying
    run running turn turned turns end ended ending ends finish finished finishes start started starts begin began
    side hand part parts place bad nice great fine ugly crazy wild huge long soon early late half first
    second third fourth total anywhere everything nothing none nobody own somewhere stuff details detail info
    information update updates updated report reported data stat stats
    holding holds held read reading
    channel slide deck presentation client boss meeting memo wrong madam colleague colleagues regards
    appreciated appreciate grateful favor favour everyone hard badly sharply strongly massively hugely
    heavily slightly modestly nicely seriously instead err uh um wait tho cuz coz cos bc gotta
    lemme dont doesnt isnt wasnt arent havent hasnt prob obv rly rn fwiw afaik ngl ffs omg haha pal chief gents ladies
    another bot inform nah nope nowadays
    using period window range state post posted sum bout wanna abt ppl thru w
    v n til speaking whom
    """
)
"""Carried by any question; a command explains them without trying."""

MODIFIERS = single_words(
    """
    real terms always never without except if after before half first second third fourth every each next least
    most total while
    until till during once between because either few several nobody anybody everybody everyone none nothing
    everything no not other else start late early soon later per together through hold out own instead often say says
    said think feel people chance likely possible perhaps report reported range money traded whose running kept might
    """
)
"""Of the words above those that make it another question: a command has to explain them, or does not run."""

GENERAL = single_words(
    """
market markets stock stocks equity equities share shares index indices indexes indexs etf etfs fund funds name names
company companies member members constituents component components trading trade trades traded traders wall street
american america usa session sessions ticker tickers symbol benchmark benchmarks broader cap caps capital security
securities asset assets dollar dollars usd point points percent percents percentage percentages % amount
"""
)
"""What markets are made of: explained by every command."""

# Regular verbs besides those of claims, by their stem, as `forms` takes them.
_MOVED = """
lose rise fall sink pump bleed inch creep drift tick melt grow shrink double move change swing fly smash slam return
"""
_IRREGULAR = """
up down gain lost losing loss losses rose risen fell fallen sold sell selloff grew grown flew shrank shrunk hit green
red higher lower high low positive negative flat unchanged sank sunk slid bled smoked crept stuck deep deeper
rekt puke pukes puked puking popping
gainer loser ran
"""


_OF_OTHER_THINGS = ("add", "expand")  # what adds to a move, and what a chart does, is no rise


def _forms_of(tag: Tag) -> frozenset[str]:
    """The verbs of `tag` that are one word, in every form."""
    stems = [stem for stem in VERBS[tag].split() if "-" not in stem and stem not in _OF_OTHER_THINGS]
    return frozenset[str]().union(*map(forms, stems))


RISING, FALLING = _forms_of(Tag.UP), _forms_of(Tag.DOWN)
DIRECTIONS = single_words(_IRREGULAR).union(RISING, FALLING, *map(forms, _MOVED.split()))

RELATIVE = single_words(
    """
lead leads led leading leader leaders leadership lag lags lagged lagging laggard laggards win wins won winning winner
winners loser losers beat beats beating best better worst worse strong stronger strongest weak weaker weakest ahead
behind top bottom rank ranked ranking gap difference spread outperform outperforms outperformed outperforming
outperformance underperform underperformed underperforming underperforms trail trails trailing outpace outpaced
outpacing beaten outdo outdid outdone outrun outran overtake overtook overtaken
"""
)
"""How markets did beside others."""

PERFORMANCE = RELATIVE | single_words(
    """
perform performs performed performing performance performer performers return returns returned result results
fare fared faring fares progress record-ish made year-end rate cumulative evolution development course
overall trend trending trended momentum-ish story situation picture life
"""
)
MOVES = DIRECTIONS | PERFORMANCE
