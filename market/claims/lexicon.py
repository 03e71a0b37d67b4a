"""The words that rules are made of, by the part they play. To teach a word, add it to its row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from market.claims.tag import Tag
from market.claims.tokens import Token, tokens
from market.datasets.economic_series import ALL, EconomicSeries

T = TypeVar("T")


class Phrases(Generic[T]):
    """Phrases by their first word, the longest first; a look-up costs as much as the few phrases
    that share that word."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, value in entries:
            words = tuple(token.word for token in tokens(phrase))
            self._by_first.setdefault(words[0], []).append((words, value))
        for same in self._by_first.values():
            same.sort(key=lambda entry: -len(entry[0]))

    def at(self, sentence: Sequence[Token], place: int) -> tuple[T, int] | None:
        """What the longest phrase at `place` means, and how many tokens it takes.

        >>> from market.claims.tokens import tokens
        >>> Phrases([("dow", 1), ("dow jones", 2)]).at(tokens("the Dow Jones rose"), 1)
        (2, 2)
        """
        following = sentence[place + 1].word if place + 1 < len(sentence) else ""
        for words, value in self._by_first.get(sentence[place].word, ()):
            length = len(words)
            if length == 1:
                return value, 1
            if words[1] != following:  # most phrases part here
                continue
            rest = sentence[place + 2 : place + length]
            if words[2:] == tuple(token.word for token in rest):
                return value, length
        return None


# Single words first, then phrases between bars.
_WORDS: dict[Tag, str] = {
    Tag.FILL: """
        the a an this that these those both is are was were be been being has have had having also now then
        just still again already once too well back off fresh new another additional closely sharply
        strongly index's own even further by | by another | by an additional | a total of | all told | in
        the end | at the open | on the tape | day's | session's | trading | wall street | shares of | shares
        in | stock of | with""",
    Tag.AND: "and | & | as well as | plus",
    Tag.TURN: "while but although though whereas however meanwhile as when",
    Tag.TO: "to",
    Tag.OR: "or",
    Tag.AT: "at",
    Tag.ABOVE: "above | north of",
    Tag.BELOW: "below beneath",
    Tag.FOR: "for in",
    Tag.FROM: "from",
    Tag.OF: "of",
    Tag.PREPOSITION: """
        on into by against across between than versus vs within via per toward towards around | on the back
        of | compared with | compared to | relative to | listed on""",
    Tag.PRONOUN: """
        it they | the index | the gauge | the benchmark | the measure | the average | the stock | the shares
        | the fund | the etf""",
    Tag.WHICH: "which who that",
    Tag.OWN: "its their",
    Tag.NOUN: """
        index indexes indices average averages gauge benchmark composite etf fund stock stocks shares share
        inc corp company co sector | share price | stock price | prices | price""",
    Tag.UP: """
        rose rise rises rising risen gained gain gains gaining climbed climb climbs climbing added add adds
        adding advanced advance advances advancing jumped jump jumps jumping surged surge surges surging
        soared soar soars soaring rallied rally rallies rallying rebounded rebound rebounds rebounding up
        higher expanded expands popped spiked increase increased increases grew grow grows growing
        strengthened | moved up | moved higher | ticked up | ticked higher | edged up | edged higher |
        inched up | inched higher | in the green | put on | tacked on | a gain of | a rise of | an advance
        of | an increase of | green""",
    Tag.DOWN: """
        fell fall falls falling fallen dropped drop drops dropping lost lose loses losing loss losses
        declined decline declines declining slid slide slides sliding slipped slip slips slipping sank sink
        sinks sinking tumbled tumble tumbles tumbling plunged plunge plunges plunging retreated retreat
        retreats shed sheds shedding eased ease eases easing dipped dip dips dipping down lower weakened
        shrank contracted skidded slumped slump decreased decrease | gave up | gave back | edged down |
        edged lower | inched down | inched lower | ticked down | ticked lower | in the red | moved lower | a
        loss of | a drop of | a decline of | a fall of""",
    Tag.CLOSE: """
        closed closes close ended ends ending finished finishes finishing settled settles | ended the day |
        ended the trading day | ended the session | ended trading | finished the day | finished the session
        | finished trading | closed the day | closed the session | closed out | closed out the day | ending
        the day | finishing the day | wrapped up | wrapped up the day | closing | end""",
    Tag.CLOSING: """
        | at the close | by the close | at the closing bell | on a closing basis | closing level of |
        closing price of | a close of | close of | at the end of trading | at the bell""",
    Tag.REACH: "hit hits hitting touched touches touching reached reaches reaching | traded at | trading at",
    Tag.SET: """
        set sets setting notched notches notching posted posts posting scored logged marked marking recorded
        booked clinched registered""",
    Tag.CROSS: """
        crossed crosses topped surpassed breached | broke above | broke through | pushed above | climbed
        above | rose above | moved above | pushed past | climbed past""",
    Tag.HIGH_OF: """
        | traded as high as | as high as | a high of | high of | peaked at | peak of | intraday high of |
        session high of | an intraday high of | a session high of""",
    Tag.LOW_OF: """
        | traded as low as | as low as | a low of | low of | bottomed at | intraday low of | session low of
        | an intraday low of | a session low of""",
    Tag.OPENED: "| opened at | opening at | open at",
    Tag.SESSION: """
        intraday midday | during the session | in intraday trading | at one point | earlier in the session |
        earlier in the day | in early trading | in morning trading | in afternoon trading | in midday
        trading | during the day | at midday | by midday | at noon | at its high | at its peak | at its
        session high | at its low""",
    Tag.AS_MUCH_AS: "| as much as",
    Tag.ABOUT: "about around roughly approximately some",
    Tag.NEARLY: "nearly almost | close to | just under | just shy of",
    Tag.OVER: "over | more than | just over | at least | a little over",
    Tag.UNDER: "under | less than",
    Tag.RECORD_HIGH: """
        record records | record high | record highs | record close | record closing high | all-time high |
        all-time highs | all-time closing high | all-time record | closing record | record closes | closing
        high | record territory | all-time peak | record peak | record level | record finish | lifetime high
        | highest level ever | highest close ever | highest ever""",
    Tag.RECORD_LOW: "| record low | all-time low | record closing low | all-time closing low",
    Tag.NEAR: """
        near approaching previous prior former old past | shy of | short of | just below | away from | off
        its | off their | below its | below their | below the | from its | from their | from a | from the |
        within reach of | close to its | close to a | close to the | close to | since its | since the |
        above its | toward a | towards a | toward its | to within | on track for | on pace for | on course
        for""",
    Tag.HIGHEST: """
        highest | highest close | highest closing level | highest level | best close | best level | highest
        finish | highest point""",
    Tag.LOWEST: "lowest | lowest close | lowest closing level | lowest level | lowest finish | lowest point",
    Tag.BEST: """
        | best day | best session | biggest one-day gain | biggest daily gain | largest one-day gain |
        largest daily gain | biggest gain | largest gain | best daily gain | biggest advance | best one-day
        gain | biggest one-day advance | biggest daily advance | biggest one-day percentage gain | best
        daily performance""",
    Tag.WORST: """
        | worst day | worst session | biggest one-day loss | biggest one-day drop | biggest one-day decline
        | biggest daily drop | biggest daily loss | biggest daily decline | largest one-day drop | largest
        one-day loss | largest daily drop | largest daily loss | biggest drop | biggest loss | biggest
        decline | steepest drop | steepest decline | steepest one-day drop | biggest one-day percentage drop""",
    Tag.AHEAD: """
        outpaced outpace outpaces outpacing outperformed outperform outperforms outperforming beat beats
        beating outstripped outstripping outshone outran outgained outdid topping outperformance | ahead of
        | did better than | fared better than | performed better than | better than | got ahead of | left
        behind""",
    Tag.BEHIND: """
        lagged lag lags lagging trailed trail trails trailing underperformed underperform underperforms
        underperforming underperformance | behind | fell behind | did worse than | fared worse than | worse
        than | lagged behind | lagging behind""",
    Tag.PERSISTENT: "persistent persistently consistently consistent",
    Tag.STRAIGHT: "straight consecutive successive | in a row",
    Tag.UNIT: """
        day days session sessions week weeks month months weekly daily monthly | trading day | trading days
        | trading session | trading sessions""",
    Tag.STREAK_UP: "| winning streak | win streak | winning run | streak of gains | run of gains",
    Tag.STREAK_DOWN: "| losing streak | losing run | streak of losses | run of losses",
    Tag.SNAP: "snapped snapping snaps halted broke ended ending",
    Tag.SECTORS: """
        sectors | every sector | each sector | every S&P 500 sector | S&P 500 sectors | S&P sectors |
        industry sectors | major sectors | industry groups | sectors in the S&P 500 | sectors of the S&P 500
        | S&P 500's sectors | S&P 500 industry sectors""",
    Tag.ALL: "all every each",
    Tag.MOST: "most | the majority of | a majority of",
    Tag.NONE: "none",
    Tag.BROAD: """
        broad broad-based widespread | across sectors | across most sectors | across all sectors | across
        the board | across industries""",
    Tag.ADVANCERS: "advancers | advancing issues | advancing stocks | gainers | winners | rising stocks",
    Tag.DECLINERS: "decliners | declining issues | declining stocks | losers | falling stocks",
    Tag.OUTNUMBER: "outnumbered outnumber outnumbering | led over",
    Tag.LEAD: "lead led leads leading leadership",
    Tag.MORE_VOLATILE: "| more volatile",
    Tag.LESS_VOLATILE: "| less volatile",
    Tag.JOBS: "jobs payrolls",
    Tag.STAND: """
        totaled totalled | stood at | stands at | came in at | was at | is at | remained at | held at | held
        steady at""",
    Tag.NOT: """
        not never no without n't didn doesn isn wasn hasn weren aren couldn didnt failed neither nor hardly
        barely | failed to | rather than | instead of | unable to | far from""",
    Tag.MODAL: "could might will would should may can shall must",
    Tag.EXPECT: """
        expect expects expected expecting forecast forecasts forecasting predict predicts predicted
        predicting likely unlikely poised projected projects target targets anticipate anticipates
        anticipated estimates estimate see sees upside downside outlook prospects hope fear | set to | about
        to | due to rise | next week | next month | next year | next quarter | by year end | by the end of
        the year | tomorrow | in the coming | going forward | heading for""",
    Tag.UNCLEAR: "since until",
    Tag.SUPPOSE: "if unless suppose assuming whether imagine | had it",
    Tag.CAUSE: """
        because amid | due to | thanks to | driven by | as investors | as traders | on hopes | on fears |
        led by | helped by | boosted by | lifted by | powered by | fueled by | fuelled by | weighed down by
        | dragged down by | after a | after the | owing to | in response to | as a result of | buoyed by |
        supported by | reflecting | pushed by | spurred by | sparked by | as optimism | as concerns | as
        worries""",
    Tag.OPINION: """
        believe believes believed think thinks feel feels seems seem appears appear healthy unhealthy
        attractive overvalued undervalued cheap expensive frothy bubble impressive disappointing remarkable
        encouraging worrying convincing sustainable unsustainable overdone overbought oversold undeserved
        deserved exciting boring justified irrational crucial important confident optimistic pessimistic
        bullish bearish warned argues argued suggest suggests sentiment | in our view | in my view | in my
        opinion | makes sense | rally has legs | looks like | room to run | too far""",
    Tag.ADVICE: """
        buy sell hold rebalance avoid consider | should own | investors should | stay invested | take
        profits | add to""",
    Tag.GENERAL: """
        historically typically usually often generally sometimes tend tends | on average | in general | over
        the long run | in the long run | over time""",
    Tag.TOPIC: """
        move moves rates stocks market markets rally investors investor equities shares portfolio portfolios
        bulls bears earnings analysts strategists fed economy economic selloff index indexes traders
        valuation valuations wall bond bonds rotation caps cap recession inflation correction | sell off""",
}


def _entries() -> Iterator[tuple[str, Tag]]:
    for tag, row in _WORDS.items():
        single, *phrases = row.split("|")
        yield from ((word, tag) for word in single.split())
        yield from ((" ".join(phrase.split()), tag) for phrase in phrases)


_KEPT: dict[str, Tag] = {}
for _phrase, _tag in _entries():
    _KEPT.setdefault(_phrase, _tag)

LEXICON: Phrases[Tag] = Phrases(_KEPT.items())


_BY_ID = {series.id: series for series in ALL}
_NAMES: dict[str, str] = {
    "A191RL1Q225SBEA": "gdp | real gdp | gross domestic product | real gross domestic product | the us economy "
    "| the u.s. economy | the economy | us gdp | u.s. gdp",
    "PAYEMS": "payrolls | nonfarm payrolls | non-farm payrolls | employers",
    "UNRATE": "unemployment rate | jobless rate | unemployment",
    "ICSA": "jobless claims | initial jobless claims | initial claims | weekly jobless claims | unemployment claims "
    "| initial claims for unemployment benefits | weekly claims | claims for unemployment benefits",
    "NFCI": "nfci | financial conditions index | chicago fed's financial conditions index",
    "BAMLH0A0HYM2": "high-yield spread | high-yield credit spread | junk-bond spread | high-yield spreads",
    "DGS10": "10-year treasury yield | 10-year yield | ten-year yield | benchmark 10-year yield "
    "| yield on the 10-year treasury | yield on the 10-year treasury note | yield on the 10-year "
    "| yield on the benchmark 10-year treasury note | 10-year treasury note yield",
    "DGS2": "2-year treasury yield | 2-year yield | two-year yield | two-year treasury yield "
    "| yield on the 2-year treasury",
    "DFII10": "10-year real yield | real yield | 10-year tips yield",
}

SERIES: Phrases[EconomicSeries] = Phrases(
    (name.strip(), _BY_ID[id]) for id, names in _NAMES.items() for name in names.split("|")
)
