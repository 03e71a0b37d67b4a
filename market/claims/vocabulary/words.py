"""The words that rules are made of, by the part they play: to teach a word, add it to its row. Regular verbs stand in
`verbs.py`, words that keep a statement from being a claim in `qualifiers.py`."""

from __future__ import annotations

from collections.abc import Iterator

from market.claims.expressions.lexicon import Phrases
from market.claims.vocabulary.qualifiers import QUALIFIERS
from market.claims.vocabulary.sectors import sectors_of_index
from market.claims.vocabulary.session_times import session_times
from market.claims.vocabulary.tag import Tag
from market.claims.vocabulary.verbs import VERBS, forms, states

# Single words first, then phrases between bars.
WORDS: dict[Tag, str] = {
    **QUALIFIERS,
    Tag.FILL: """
        the a an this that these those both whole entire is are was were be been being has have had having also now
        then just still again already once too well therefore thus thereby hence consequently accordingly back fresh
        new another additional closely sharply strongly index's own even further by only primary main tech-heavy
        blue-chip benchmark broad-based measured nice whopping combined modest solid strong slight steep sharp big
        hefty healthy ugly choppy quiet cumulative overall gauge-wide far percentage-wise nevertheless nonetheless
        instead indeed to-boot shortened abbreviated truncated do did does day's session's trading merely alone em 've
        'd | until recently | by another | for the first time | for the first time ever | for the first time in
        history | in history | by an additional | a total of | all told | in the end | at the open | on the tape |
        shares of | shares in | stock of | with | worth of | or so | in the process | the mark of | the threshold of |
        the level of | by the end of trading | net | so far | expected swings | expected volatility | in contrast |
        came out | comes out | coming out | by contrast | for its part | in turn | of course | on the other hand | by
        comparison | in comparison | in particular | that said | for good measure | in fact | after all | for instance
        | for example | better than expected | worse than expected | more than expected | less than expected | more
        than forecast | than expected | as expected | over that period | over that stretch | over that span | in that
        span | over that time | in that time | during that time | during that stretch | leading index | lead index |
        key index""",
    Tag.AND: "and & plus | as well as | along with",
    Tag.TURN: """
        while but although though whereas however meanwhile as when despite yet after before | even though""",
    Tag.TO: "to → auf",
    Tag.OR: """
        or i.e. | equal to | equivalent to | that is | that's | which is | works out at | which works out at | which
        works out to | good for | amounting to | equals | what makes | which makes | that makes | which makes for""",
    Tag.AT: "at @ bei à",
    Tag.FIRST_SINCE: """
        | for the first time since | first time since | the first time since | first since | first such since | for
        only the first time since""",
    Tag.ABOVE: "above | north of | past | beyond",
    Tag.BELOW: "below beneath | south of",
    Tag.FOR: "for in among",
    Tag.FROM: "from counting reckoned",
    Tag.OF: "of",
    Tag.PREPOSITION: """
        on except excluding barring besides against across between than versus vs within via per toward towards | on
        the back of | joined | joining | joins | following | alongside | compared with | compared to | compares with |
        compares to | relative to | listed on | out of | except for | other than | apart from | aside from |
        save for""",
    Tag.OTHER: """
        overweight underweight allocation weighting | the sector | the group | the segment | the industry | S&P sector
        | S&P 500 sector""",
    Tag.PRONOUN: """
        it they | the index | the gauge | the benchmark | the measure | the average | the stock | the shares | the
        fund | the etf | all three major averages | all three major indexes | all three major indices | all three
        averages | all three indexes | all three indices | the three major averages | the three major indexes | the
        three major indices | the three main indexes | the three main averages | all three main indexes | all three
        benchmarks | all three major benchmarks | the major averages | the major indexes | the major indices | that
        index | the benchmark index | the index itself | the gauge itself | the average itself""",
    Tag.WHICH: "which who",
    Tag.OWN: "its their",
    Tag.NOUN: """
        index indexes indices average averages gauge composite etf fund stock stocks shares share inc corp company co
        sector names | share price | stock price | prices | price | average index""",
    Tag.UP: """
        rose rise rises rising risen went-up returned firmer stronger dearer firmed firming leapt up higher grew grow
        grows growing green upswing uptick upside upwards upward ▲ crept-up won richer | moved up | moved higher |
        crept higher | crept | creeping | in the green | in green | in positive territory | put on | puts on | putting
        on | a gain of | gains of | a rise of | an advance of | an increase of | in the black | a plus of | plus of |
        was bid up | wins | into the green | on the rise | in plus | in the plus | to the good | shot up | shot higher
        | ground higher | ground out | ran up | sprang back | rose back | roared back | stormed back | clawed back |
        came back | eked out | ekes out | gained ground | gains ground | gaining ground | made headway | making
        headway | made up ground | picked up |
        put up | exploded | exploding | flying | in positive ground | to the upside | legte zu | höher | fester |
        legte um | stieg um | stieg | kletterte um | kletterte | gewann | zog an um | a gagné | a pris | a progressé
        de | progresse de | gagne | prend | ha guadagnato | ha ganado | subió | avanzó""",
    Tag.DOWN: """
        fell fall falls falling fallen lost lose loses losing loss losses slid sank sink sinks sinking sunk down lower
        shrank shrunk shrink shrinks shrinking poorer contracted cut red ▼ nosedove selloff sell-off off setback
        pullback gave-up bled bleeding downwards downward weaker softer cheaper | gave up ground | given up ground |
        giving up ground | lost ground | losing ground | gave away | gives away | giving away | gives up | giving up |
        given up | given back | gave back | giving back | in the red | in red | in the hole | in negative territory |
        moved lower | a loss of | a drop of | a decline of | a fall of | losses of | a minus of | minus of | was off |
        were off | is off | are off | off by | got smoked | got crushed | got hammered | got hit | got slammed | got
        wrecked | took a hit of | into the red | in minus | in the minus | to the bad | sold off | sells off | selling
        off | fell back | slid back | backed off | backed away | gave way | remains in the red | remained in the red |
        stays in the red | stayed in the red | in negative ground | to the downside | went down | came off | comes off
        | coming off | tiefer | niedriger | schwächer | fiel um | fiel | sank um | verlor | gab nach um | gab um |
        rutschte um | büßte | a perdu | let go | lets go | letting go | a reculé de | recule de | a cédé de | a chuté
        de | a cédé | perd | cède | ha perso | ha perdido | perdió | bajó | cayó | retrocedió""",
    Tag.MULTIPLE: "doubled doubling tripled tripling quadrupled quintupled halved halving",
    Tag.FLAT: """
        flat unchanged flattish | little changed | barely changed | almost unchanged | virtually unchanged |
        essentially flat | about flat | nearly flat | roughly flat | near flat | little moved | barely moved | barely
        budged | hardly changed | hardly moved | near unchanged | basically flat | mostly flat | little change""",
    Tag.CLOSE: """
        ended-up wrapped-up schloss cerró | close out the day | close out | closing out the day | closing out | end up
        | ending up | clôture | a clôturé | termine | a terminé | ended the day | ended the trading day | ended the
        session | ended trading | finished the day | finished the session | finished trading | closed the day | closed
        the session | closed out | closed out the day | ending the day | finishing the day | wrapped up the day |
        wrapped up the session | ending the session | end the day | finished out | rounded off | rounding off |
        rounded out | rounding out | wound up | winding up | signed off | went out | went home | goes home | came to
        rest | comes to rest | come to rest | coming to rest""",
    Tag.CLOSING: """
        | at the close | by the close | at the closing bell | by the closing bell | by the time the bell rang | when
        the bell rang | by the time trading ended | when the closing bell rang | by the time the closing bell rang |
        when trading ended | at the final bell | by the final bell | on a closing basis | closing level of | closing
        price of | when the dust had settled | when the dust settled | a close of | close of | at the end of trading |
        at the bell | at day's end | by day's end | on close | closing at""",
    Tag.REACH: """
        hit hits hitting tagged tapped | traded at | trading at | printed | got to | was at | quoting at | quoted at |
        changed hands at | got as far as | was trading at""",
    Tag.CROSS: """
        | broke above | broke through | pushed above | climbed above | rose above | moved above | pushed past |
        climbed past | rose past | jumped above | poked above | got above | peeked above | surged past | vaulted past
        | reclaimed | regained the | retook the | recaptured the | traded above | cleared | popped above | went above
        | broke out above | traded over | printed above | soared past | stormed past""",
    Tag.FALL_THROUGH: """
        | broke below | fell below | dropped below | slipped below | slid below | sank below | dipped below | traded
        below | tumbled below | fell through | plunged below | pierced below | fell under | dropped under | slid under
        | slipped under | sank under | broke under | dipped under""",
    Tag.HIGH_OF: """
        | traded as high as | as high as | a high of | high of | peaked at | peak of | intraday high of | session high
        of | an intraday high of | a session high of | day's high of | topped out at | topping out at | peaking at |
        peaks at | peaked out at | never traded higher than | never traded above | high was | high of day was | high
        of the day was | maxed out at | intraday peak of""",
    Tag.LOW_OF: """
        | traded as low as | as low as | a low of | low of | bottomed at | bottoming at | bottoming out at | intraday
        low of | session low of | an intraday low of | a session low of | day's low of | bottomed out at | low was |
        low of day was | low of the day was | troughed at | never traded lower than | never traded below | intraday
        trough of""",
    Tag.OPENED: """
        | opened at | opening at | open at | started the day at | began the day at | started the session at | began
        the session at | started trading at""",
    Tag.SESSION: """
        intraday intra-day midday briefly earlier momentarily early premarket | during the session | during the day |
        at one point | at one stage | at one time | earlier in the session | earlier in the day | mid-morning | in late
        morning | was at one point | was last | were last | during trading""",
    Tag.AS_MUCH_AS: "| as much as | as many as | up to | by as much as",
    Tag.ABOUT: "about around roughly approximately some circa ~ ≈ | in the neighborhood of | c.",
    Tag.NEARLY: "nearly almost | close to | just under | just shy of | a little under | a shade under | not quite",
    Tag.OVER: """
        over | more than | at least | no less than | upwards of | upward of | in excess of | better than""",
    Tag.JUST_OVER: """
        | just over | a little over | a bit more than | slightly more than | just above | a shade over | a touch over
        | a little more than | just more than | a bit over | slightly over""",
    Tag.UNDER: "under | less than | fewer than | no more than | at most",
    Tag.RECORD_HIGH: """
        record records ath aths | record high | record highs | record close | record closing high | record closing
        highs | all-time high | all-time highs | all-time closing high | all-time closing highs | all-time record |
        closing record | record closes | record closing level | record territory | all-time peak | record peak |
        record peaks | record level | record levels | record finish | record finishes | lifetime high | highest level
        ever | highest close ever | highest ever | ath close | ath closes | all-time high close | all-time best |
        record closings | highest close in its history | highest level in its history | highest level on record |
        highest close on record | highest on record | highest in its history | best close ever | best level ever |
        highest ever close | uncharted territory | highest close of all time | highest finish ever | highest closing
        level ever | historic high | historic highs | all-time closing record | closing record high | record
        settlement | closing records | new closing high | fresh closing high | new closing peak | fresh closing peak""",
    Tag.RECORD_LOW: "| record low | all-time low | record closing low | all-time closing low | lowest ever",
    Tag.NEAR: """
        near approaching previous prior former old shy nearing | closer to | closer to its | closer to a | closer to
        the | back to its | back toward | shy of | short of | just below | away from | off its | off their | below its
        | below their | below the | from its | from their | from a | from the | within reach of | close to its | close
        to a | close to the | since its | since the | above its | toward a | towards a | toward its | off a | off the
        | a whisker from | a stone's throw from | below a""",
    Tag.ON_PACE: "| on track for | on pace for | on course for | headed for | on track to | on pace to | heading for",
    Tag.HIGHEST: """
        highest | highest close | highest closing level | highest level | highest finish | highest point | highest
        reading | highest settlement | highest mark | best level | best close | best closing level | best finish | at
        its best level | at its best close | at its best closing level | at its best finish""",
    Tag.LOWEST: """
        lowest | lowest close | lowest closing level | lowest level | lowest finish | lowest point | weakest close |
        lowest reading | lowest settlement | lowest mark | worst level | worst close | worst closing level | worst
        finish | at its worst level | at its worst close | weakest level | weakest finish""",
    Tag.BEST: "best biggest-gain strongest finest",
    Tag.WORST: """
        worst weakest steepest deepest sharpest-loss nastiest roughest ugliest bleakest grimmest poorest bloodiest""",
    Tag.BIGGEST: "biggest largest sharpest greatest heaviest fastest",
    Tag.AHEAD: """
        beat beats beating beaten outshone outran outdid topping outperformance outrun | ahead of | did better than |
        fared better than | performed better than | got ahead of | left behind | held up better than | edged out |
        topped the | did better | held up better | stood up better | coped better | got the better of""",
    Tag.BEHIND: """
        underperformance | behind | fell behind | did worse than | fared worse than | worse than | lagged behind |
        lagging behind | hit harder than | trailed behind | were hit harder than | was hit harder than | took a bigger
        hit than | got hit harder than | failed to keep pace with | failed to keep up with | couldn't keep pace with |
        couldn't keep up with | could not keep pace with | could not keep up with | didn't keep pace with | did not
        keep pace with | unable to keep pace with | unable to keep up with | lost out to | came second to""",
    Tag.PERSISTENT: "persistent persistently consistently consistent steadily",
    Tag.STRAIGHT: """
        straight consecutive successive consecutively | in succession | in sequence | in series | one after the other
        | in a row | in row | on the trot | on the spin | on the bounce | on the reel | and counting | on end | back
        to back | running""",
    Tag.UNIT: """
        day days session sessions week weeks month months weekly daily monthly quarter quarters quarterly year years
        annual yearly | trading day | trading days | trading session | trading sessions | one day | single day |
        single session | one session | one week | one month""",
    Tag.STREAK_UP: """
        | winning streak | win streak | winning run | streak of gains | run of gains | hot streak | string of gains |
        winning streaks | streak of advances""",
    Tag.STREAK_DOWN: """
        | losing streak | losing run | streak of losses | run of losses | string of losses | losing skid | streak of
        declines""",
    Tag.STREAK_NOUN: "streak run skein string stretch",
    Tag.SNAP: """
        broke | put an end to | brought an end to | came to an end | comes to an end | is over | came to a halt |
        comes to a halt | came to a close | came to a stop""",
    Tag.EXTEND: """
        extended extending extends stretched stretching stretches ran lengthened pushed pushing | brought | bringing |
        making it | took its""",
    Tag.SECTORS: """
        sectors | every sector | no sector | not a single sector | not one sector | no single sector | no S&P 500
        sector | not a single S&P 500 sector | not one S&P 500 sector | each sector | every S&P 500 sector | industry
        sectors | major sectors | industry groups | sectors that make up the S&P 500 | sector indexes | GICS sectors |
        every one of the sectors | every sector in the S&P 500 | every sector of the S&P 500""",
    Tag.ALL: "all every each | every single | all of the",
    Tag.MOST: "most | the majority of | a majority of | more than half of",
    Tag.NONE: "none | not one | not a single",
    Tag.BROAD: """
        broad widespread | across sectors | across most sectors | across all sectors | across industries""",
    Tag.ADVANCERS: """
        advancers gainers winners | advancing issues | advancing stocks | rising stocks | risers | rising issues |
        gaining stocks | gaining issues | stocks that rose | advances""",
    Tag.DECLINERS: """
        decliners losers | declining issues | declining stocks | falling stocks | fallers | falling issues | losing
        stocks | losing issues | stocks that fell | declines""",
    Tag.OUTNUMBER: "swamped led | led over",
    Tag.LEAD: "lead leads leading leadership",
    Tag.MORE_VOLATILE: "choppier bumpier wilder rockier jumpier | more volatile",
    Tag.LESS_VOLATILE: "calmer steadier tamer | less volatile",
    Tag.JOBS: "jobs payrolls positions",
    Tag.STAND: """
        totaled totalled yielded sits stands | came in at | remained at | held | stayed | remained | clung | sat |
        holding | held up | remains | stays | held on | held steady at | printed at | was unchanged at | stayed at |
        stood""",
    Tag.CORRECTION: """
        correction | correction territory | market correction | technical correction | a correction""",
    Tag.BEAR: "| bear market | bear-market territory | bear territory",
    Tag.BULL: "| bull market | bull-market territory",
    Tag.ENTER: """
        entered enters entering confirmed confirms confirming | fell into | slid into | tumbled into | slipped into |
        into | moved into | met the definition of | sank into | plunged into | dropped into | remains in | stayed in |
        met the threshold for""",
    Tag.PEAK: "peak high top highs | closing high | closing peak | 52-week high | 52-week highs",
    Tag.TROUGH: "low trough bottom nadir lows | closing low | 52-week low | 52-week lows",
}


def phrases_of(row: str) -> Iterator[str]:
    """The words and phrases of a row, in its order."""
    single, *phrases = row.split("|")
    yield from single.split()
    yield from (words for phrase in phrases if (words := " ".join(phrase.split())))


_OWNERS = (
    "its", "their", "the", "session", "intraday", "its session", "its intraday", "the session", "the day's", "day's",
    "the session's", "session's",
)  # fmt: skip
_TURNS = "high low highs lows peak trough nadir zenith best worst top bottom"
_FEW = ("a", "a few", "some", "several", "a couple of")
_MOMENTS = "moment minute moments minutes seconds hour hours time while"


def _during() -> Iterator[str]:
    """Times within a session: "at the day's best", "at session lows", "for a few minutes"."""
    yield from (f"at {owner} {turn}" for owner in _OWNERS for turn in _TURNS.split())
    yield from (f"at the {turn} of the day" for turn in _TURNS.split())
    yield from ("at best", "at worst")
    yield from (f"for {few} {moments}" for few in _FEW for moments in _MOMENTS.split())


def _back(row: str) -> Iterator[str]:
    """The phrases of `row` with "back": "got back above"."""
    for phrase in phrases_of(row):
        verb, _, rest = phrase.rpartition(" ")
        if rest in ("above", "below", "under", "past", "through"):
            yield f"{verb} back {rest}"


# Of entries that are alike the first counts: a word stands in one row, and before the form of a verb.
LEXICON: Phrases[Tag] = Phrases(
    [
        *((phrase, tag) for tag, row in WORDS.items() for phrase in phrases_of(row)),
        *((form, tag) for tag, row in VERBS.items() for stem in row.split() for form in forms(stem)),
        *((phrase, tag) for tag in (Tag.CROSS, Tag.FALL_THROUGH) for phrase in _back(WORDS[tag])),
        *((phrase, Tag.SESSION) for phrase in _during()),
        *states(),
        *((phrase, Tag.SESSION) for phrase in session_times()),
        *((phrase, Tag.SECTORS) for phrase in sectors_of_index()),
    ]
)
