"""Intents of commands about the market's parts and the economy: data."""

from __future__ import annotations

from bot.language import leanings, lines
from bot.language.intent import Intent
from bot.language.premises import why_line
from bot.language.question import Question
from bot.language.sought import REASONS
from bot.language.vocabulary import MOVES

_MOVES = " ".join(sorted(MOVES))
_SIZES = frozenset(leanings.RUNGS)
_STYLES = frozenset({"IWD", "IWF", "IWN", "IWO", "VTV", "VUG", "MTUM", "QUAL", "USMV"})
_LARGE = frozenset({"^GSPC", "SPY", "RSP", "MAGS", "MGC", "OEF", "AAPL", "NVDA", "MSFT"})
_AGAINST = ("vs", "versus", "against", "relative", "compared")


def _rotation(question: Question) -> str:
    """The market's regime; of two markets set against each other, theirs."""
    pair = [s.word for s in question.symbols] if question.has(*_AGAINST) else []
    return lines.join("/rotation", *(pair if len(pair) == 2 else []))


_COLORED = " | ".join(
    f"colored {shape}{many}"
    for shape in ("box", "square", "tile", "block", "rectangle")
    for many in ("", "s", "es")
)
"""What a heatmap looks like."""

MARKET_INTENTS = (
    Intent(
        "breadth",
        """broad | broadly | broadening | broadens | breadth | participat* | advancers | decliners | how many
        stocks | how many names | how many members | how many companies | narrow | narrower | narrowing | new
        highs | new lows | above their average | internals | taking part | take part | 52 week highs | advance
        decline | ad line | broad based | most stocks | few names | average stock | under the hood | widespread
        | across the board | advancing | declining issues | majority of stocks | above the 200 day | above their
        200 day | above 200 day | above the 50 day | above their 50 day | above 50 day | over their 200 day |
        over their 50 day | above their 50 | above their 200 | percent of stocks | share of stocks | share of
        members | percentage of stocks | most names | 52 week lows""",
        lines.breadth,
        strong="""breadth | participation | participating | advancers | decliners | advance decline | advance decline
            line | ad line | market internals | internals | how many stocks | how many names | how many members |
            taking part | stocks made new highs | stocks making new highs | net new highs | new highs and new lows |
            new highs and lows | broad based | is it broad | rally broad | market broad | broad is | stocks above |
            members above | names above | stocks are above | names are above | members are above | stocks over |
            members over | trade over their | trading above their | trade above their | above their 200 day | above
            their 50 day | percent of members | how many companies | how many of""",
        helps=f"""numbers
            minus poor 500 rally just average averages moving line issues new highs lows high low 52 week making
            confirm confirms confirming made trade trading few many most 50 200 day days thin healthy wide less
            improving worsening supported
            support joining join joined closed record together how percentage percent share divergence divergences
            advance decline fraction proportion majority above below over under 20 moving daily {_MOVES}""",
        bonus=leanings.members_counted,
    ),
    Intent(
        "rotation",
        """rotation | rotating | rotate* | regime | the tape | defensive | risk on | risk off | kind of market
        | type of market | phase | cycle | moving into | moving from | flowing into | flows into | shifting""",
        _rotation,
        strong="""leadership changing | leadership change | leadership narrowing | leadership broadening | changing of
            the guard | change of leadership | leadership shift | leadership shifting | leadership shifted
            | leadership rotating | rotation | rotating | relative strength | rotating into | rotate into
            | rotated | rotate | rotates | regime |
            market regime | what kind of market | what kind of tape | what type of market | kind of market | kind of
            tape | risk off | risk on | moving from | broad advance | broad decline | small cap led | mega cap narrow
            | money moving | money flowing | money going into | money leaving | shifting from | shift from | the tape
            | fleeing to | fleeing into | piling into | crowding into | market phase | which phase | what phase |
            leaving mega caps | out of mega caps | out of large caps | out of tech""",
        helps=f"""defensives hands hold holds held last lasted lasts lasting force place money people fleeing fled
            piling into out investors capital flow flows flowing moving cash growth defensive cyclical cyclicals tape
            kind type environment risk on off mode leaving signal flip flipped changed change tech technology shift
            shifted large mega small narrow broad mood rotation {_MOVES}""",
        about=_SIZES | leanings.SECTORS | _STYLES | {"MAGS", "^NDX", "QQQ", "^IXIC"},
        period=True,
    ),
    Intent(
        "sectors",
        "sector* | industries | industry | group | groups | cyclical | cyclicals | defensives | gics",
        lines.sectors,
        strong="""which sector | which sectors | sector performance | sectors | sector leaders | sector | cyclicals |
            cyclical""",
        helps=f"""total among scoreboard most eleven 11 defensive defensives cyclical cyclicals groups group stack
            stacking up industry breakdown by map table spdr select other others versus against {_MOVES}""",
        bonus=leanings.one_sector_leads,
        about=leanings.SECTORS | {"^GSPC", "SPY", "^RUT", "IWM", "^SP600"},
    ),
    Intent(
        "heatmap",
        "heatmap* | heat map | heat maps | treemap* | tree map | map | mosaic | tile map | tiles",
        lambda question: lines.join(
            lines.for_universe("/heatmap")(question).removesuffix(question.period).strip(),
            "sectors" if question.has("sector", "sectors") and not question.symbols else "",
            question.period,
        ),
        strong=f"""heatmap | heat map | treemap | tree map | finviz | map of | style map | sector map | sectors map
            | map sectors | map sector | {_COLORED}""",
        bonus=lambda question: 6.0 if question.has("map", "heatmap", "treemap") else 0.0,
        helps=f"""draw every each visual map finviz style like size sized color colored tile rectangles blocks boxes
            squares sector sectors visual {_MOVES}""",
    ),
    Intent(
        "ladder",
        """size | sizes | ladder | rung* | which size | by size | mid caps | size segment* | cap size | cap sizes
            | size bucket*
        | company size | smallest to largest | largest to smallest | mega caps to micro caps | smaller better
        | smaller the better | size class* | size factor | market cap | across sizes""",
        lines.over_period("/ladder"),
        strong="""size ladder | by size | which size | cap size | cap sizes | company size | size segment | size
            segments | size of company | size buckets | size bucket | large mid small | mega large mid small micro |
            every size | each size | all sizes | across sizes | sizes | large mid and small | large mid small caps |
            ladder | large caps mid caps small caps | large caps mid caps and small caps | mega caps and micro caps |
            market cap segment | market cap bracket | size bracket | cap bracket | giants mids | mids or tiny | market
            cap tier | market cap bucket""",
        helps=f"""total worked line segment segments mega large mid small micro bigger smaller big companies company
            cap caps capitalisation bracket brackets giants giant mids medium midsize tiny firm firms little biggest
            smallest tier bucket buckets class classes equal weight weighted rung rungs {_MOVES}""",
        about=_SIZES | {"RSP", "EWMC", "EWSC"},
        bonus=leanings.several_sizes,
    ),
    Intent(
        "concentration",
        """concentrat* | top ten | top 10 | ten largest | few stocks | few companies | equal weight | top heavy
        | carrying | handful | mega caps carrying
        | largest stocks
        | biggest stocks | ten biggest | giants | dominat* | heavy lifting | just the mag 7 | only the mag 7""",
        lines.concentration,
        strong="""equal weight and cap weight | cap weight and equal weight
            | average stock do against | average stock do versus | average stock against | concentration |
            concentrated | effective number | too dependent | dependent on | top heavy | ten largest | top ten | top
            10 | ten biggest | 10 largest | 10 biggest | biggest ten | largest ten | just the mag 7 | only the mag 7 |
            mag 7 again | just a few | handful of | a few stocks | few stocks | few companies | few big | handful |
            carrying the | doing all the | heavy lifting | driven by a few | without the mag 7 | without big tech | ex
            mag 7 | just big tech | only big tech | just the magnificent | only the magnificent | is it just | is it
            all | all about the mag 7 | dominated by | without the magnificent | how much of the | share of the gain |
            share of the move | is it only | just mega caps | only mega caps | rally just | rally only | just nvidia |
            only nvidia | all nvidia | rally all | largest names | biggest names | largest companies | biggest
            companies | mega caps carrying | carried by | few giants | on a few | by big tech | by mega caps | by the
            mag 7 | came from the mag 7 | came from big tech | by the magnificent | big tech only | mega caps only""",
        helps=f"""wide wider between
            less work broad just only again few heavy lifting carry carrying carried driven driving drive drives
            dominated dominate mega big tech ten top largest biggest giants stocks doing all share
            contribution contributions
            contribute contributed names weight weights weighted equal cap rally much came gain depend rely relies
            reliant hinge hinges index without excluding ex others rest depends dependent still part made {_MOVES}""",
        about=_LARGE,
        bonus=leanings.not_movers,
    ),
    Intent(
        "valuation",
        """cheap* | expensive* | valuation* | discount* | pe | pes | price to book | multiple | multiples
            | earnings yield
        | price to earnings | pb | overvalued | undervalued | price earnings | fair value | pricey | on earnings
        | premium
        | bargain* | forward earnings | trailing earnings | book value""",
        lines.fixed("/valuation"),
        strong="""cheap | cheaper | cheapest | expensive | valuation | valuations | forward pe | trailing pe | pe
            ratio | pe | price to book | price to earnings | multiple | multiples | overvalued | undervalued | pb |
            cheap against | discount | at a discount | at a premium | trading at a discount | trade at a discount |
            trading at a premium | small cap discount | valuation gap | valuation spread | earnings multiples | price
            to books | earnings multiple | pricey | price earnings""",
        helps="""standard standards own forward trailing ratio earnings book small large gap spread discount against
            versus relative compared still how big wide average historical history percentile than multiple price
            premium today trading trade times caps now level levels fairly attractive over under small-cap difference
            look looks""",
        about=_SIZES,
    ),
    Intent(
        "macro",
        """econom* | macro | macroeconomic | recession* | indicators | nfci | gdp | unemployment | payrolls | claims
            | yield | yields""",
        lines.macro,
        strong="""the economy | economy | macro backdrop | economic backdrop | macro overview | macro numbers | macro
            | macro data | recession | recessions | macro picture | economic data | economic indicators""",
        helps=f"""work per junk shape rate rates number numbers print latest week weekly month monthly last release
            released reading level treasury treasuries yield yields inverted steep flat fed economic healthy tight
            loose tighter easier easing tightening wide wider widening widened narrow tightened tightening high low
            rising falling rise rose fell fall up down percentile unusual report data growing shrinking trend trending
            {_MOVES} uninverted invert inverts inversion current note notes bond bonds market jobs growth
            stress near we close slowing slow cooling cool
            hot strong weak many added people chart history trading change changed yielding backdrop overview
            dashboard stressed benign came add adds create created america come much heating look glance panel whole
            big above below between over under than""",
        period=True,
    ),
    Intent(
        "movers",
        """movers | winners | losers | gainers | decliners | advancers | moved most | moved the most | biggest
            moves | rose most | fell most | best stocks | worst stocks | top stocks | biggest gains | biggest
            drops | best performers | worst performers | best performing stocks | worst performing stocks | top
            performers | bottom performers | biggest jumps | which stocks | what stocks | jumped most | dropped
            most | ran the most | ran most
        | gained most | lost most | up most | down most | hottest stocks | biggest decliners | biggest
            advancers | top gainers | top losers | which names""",
        lines.for_universe("/movers"),
        strong="""movers | casualties | biggest casualties | standouts | victims | winners | losers | gainers |
            biggest winners | biggest losers | top gainers | top losers | moved the most | rose the most | fell the
            most | biggest decliners | biggest advancers | gained the most | lost the most | dropped the most | jumped
            the most | best performers | worst performers | best performing stocks | worst performing stocks | top
            performers | biggest movers | biggest moves | best stocks in | worst stocks in | best performing stock |
            worst performing stock | which stocks | which names | what stocks | down the most | up the most | best
            stock in | worst stock in | climbed the most | laggards in | leaders in | laggards of | leaders of |
            hardest hit""",
        helps=f"""biggest largest most top best worst bottom five ten 5 10 big great hit hard hot stocks inside among
            list {_MOVES}""",
        bonus=leanings.members_moved,
    ),
    Intent(
        "why",
        """why | reason | reasons | what moved | what is moving | what drove | what is driving | what is behind
            | driver
        | drivers | cause | caused | explanation | attribution | contribut* | because of what | due to what
        | how come""",
        why_line,
        strong=f"""{REASONS} | why is | why are | why did | why was | why were | why does | what drove | what is
            driving | lifted | who drove | drove the | what pushed | what dragged | who lifted | what happened to |
            what sent | what made | contributed most | contributors | reason for | reasons for | sent the | took the""",
        helps=f"""members stocks companies names sectors sector big small most today much so biggest largest main
            mostly individual move responsible part share explain by down {_MOVES}""",
        bonus=leanings.move_explained,
    ),
    Intent(
        "drivers",
        f"""{REASONS} | drivers of | goes with | go with | goes along with | go along with | associated with |
        sensitive to | association | tied to | linked to | depend on | depends on | come with | comes with |
        related to | correlates with | explained by""",
        lines.drivers,
        strong="""what drives small caps | what do small caps go with | drivers of small caps | drivers of the lead |
            small caps driven by | what small caps go with | small cap drivers | drivers of small against large |
            drivers of spread | drivers of gap | drivers of small cap lead""",
        helps=f"""hinge hinges explain sensitive minus small caps cap large lead versus spread gap difference against
            explain* affect* influenc* impact* matter* lift* help* hurt* account* strength weakness
            rates rate yields yield interest credit dollar oil crude biotech banks bank regional treasuries bonds
            spreads factor factors equal weight about versus {_MOVES}""",
        about=leanings.FACTORS | {"^RUT", "IWM", "^GSPC", "SPY", "IJR"},
        bonus=leanings.lead_explained,
        period=True,
    ),
)
