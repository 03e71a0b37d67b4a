"""Intents of commands about prices of markets, and about claims: data."""

from __future__ import annotations

from bot.language import events, leanings, lines
from bot.language.intent import Intent
from bot.language.superlatives import RANK, SUPERLATIVE, rank_line
from bot.language.vocabulary import MOVES

_MOVES = " ".join(sorted(MOVES))
PRICE_INTENTS = (
    Intent(
        "rank",
        RANK,
        rank_line,
        strong=f"""{RANK} | losing days | winning days
            | green streak | red streak | streak of | on a streak | green days | red days | up days |
            down days | since when | first time since | first close | first record | first time | first weekly |
            first monthly | first quarterly | first daily | how rare | how unusual | biggest gain since | biggest drop
            since | biggest rise since | worst since | best since | biggest since | largest since | longest since |
            strongest start | weakest start | one day drop | one day gain | one day fall | one day rise | one day loss
            | single day | biggest daily | monthly lead | weekly lead | daily lead | quarterly lead | ranks among |
            rank among | ranking of | rank for | rank in history | in a row | consecutive days | consecutive sessions
            | where does it rank | all time ranking | rank""",
        helps=f"""while ages first time close closed above below record
            bad poor ugly terrible awful good great historically compared
            annual among most hardest furthest farthest saw brought
            consecutive record stack since day week month quarter year start run streak row up
            down winning losing lead largest biggest widest longest history ever year days weeks months daily weekly
            monthly sessions how unusual rare {_MOVES}""",
        period=True,
        bonus=leanings.superlative,
    ),
    Intent(
        "check",
        "verify | check claim | claims | says",
        lines.check,
        strong="""verify | is it true | is it true that | is it correct that | is it right that | fact check |
            factcheck | verify this | verify that | true or false | is it a fact | check whether | check this claim |
            check the claim | check this statement | check if | check that""",
        helps="claim claims statement true false fact article headline",
        bonus=leanings.claim_given,
    ),
    Intent(
        "evidence",
        "evidence | calculated | computed | derived | formula",
        lines.evidence,
        strong="""evidence | inputs and sources | sources and inputs | sources under | sources behind | sources for |
            inputs under | under your | prove | numbers behind the | formula behind | formula and inputs | inputs
            behind | inputs of | inputs for | figures behind | data behind | numbers behind | formula for | source of
            the figure | source of that | how did you get | how do you get | where does the figure | where does that
            figure | where does that number | show the math | show me the math | audit trail | how do you know | what
            is behind | show your work | prove it | proof | show your math | evidence for | how was it calculated |
            how was calculated | calculated | formula of""",
        helps=f"""csv sources answer number numbers dates date calculated volatility beta correlation drawdown regime
            streak lead discount multiple prove proof evidence breadth rotation sectors concentration valuation ladder
            compare chart quote risk figure figures come lead computed calculation formula inputs source {_MOVES}""",
        bonus=leanings.figure_traced,
    ),
    Intent(
        "history",
        """historically | in the past | odds | base rate | base rates | usually | typically | normally | tend | tends
        | followed | follow | follows | other times | earlier times | previous times | last time | go on | went on
        | analogue* | analog | analogs | days like today | days like this | looked like this | look like this
        | similar days | similar times | similar periods
        | afterwards | aftermath | precedent | precedents | last times | past times""",
        events.history,
        bonus=leanings.after_an_event,
        strong="""what happened after | what happens after | what comes after | what happens over | what happened over
            | what usually | what usually happens | every time | each time | usually happens | what followed
            | what follows | after a record |
            after records | after record | records like this | base rate | base rates | breadth thrust | thrust |
            thrusts | usually lead | usually lead to | lead to more gains | forward returns | forward return | after a
            correction | after corrections | after drawdown | after a drawdown | after drawdowns | after new highs |
            after a new high | after all time highs | after a drop | after a fall | after drops | after a bear market
            | after bear markets | after a crash | after hitting a record | after hitting | after it makes | after
            making | after setting | usually comes after | usually come after | happens next | happened next | in the
            months after | in the year after | after such | after big | after it fell | after falling | after dropping
            | after it dropped | after it gained | tend to follow | last times | odds after | comes after | come after
            | came after | follows after | tends to follow | returns after | gains after | performance after | do
            after | did after | do after | after a new record | what next | after a pullback | after pullbacks | after
            a selloff | after similar | happens after | happened after | typically do after | usually do after |
            usually do | typically do | tend to do | returns following | following a record | following a | record
            bullish | records bullish | new highs bullish | bullish sign | bearish sign | good sign | bad sign | done
            after | fare after | fared after | after an all time high | after all time high | after a big | analogues
            | analogue | analogs | days like today | days like this | looked like this | look like this before |
            similar days | similar times | similar periods | after record highs | after a day | historical returns |
            bullish historically | bearish historically""",
        helps=f"""zweig occur occurred often next later peak following times other session sessions day days beat
            beats after record records event events correction corrections drawdown drawdowns bear bull pullback rate
            rates rates average median dates list times typical usual historical history signal signals highs new high
            making makes hit hits hitting set sets close closes closing months forward what usually subsequent case
            cases instances percent big large single breadth thrust good sign bad bullish bearish mean means
            statistics streak analogue analogues analogs similar period periods
            like look looked looks nearest most {_MOVES}""",
        period=True,
    ),
    Intent(
        "smallcaps",
        """small caps leading | small caps doing | how are small caps | small caps today | are small caps ahead
        | small cap leadership | leadership streak | small caps lead | small caps leading the market | small
        caps streak | small caps in front | small caps state | small caps hot | small caps holding | small caps
        up | small caps down""",
        lambda question: (
            "/smallcaps"
            if question.period in ("", "1d") and {s.ticker for s in question.symbols} <= {"^RUT", "IWM"}
            else ""
        ),
        strong="""record confirmed | confirmed by | record confirmation | leadership streak | streak of small caps |
            ahead streak | days in a row | sessions in a row | small caps in the lead | small caps taking the lead |
            small caps take the lead | small caps lead the | small cap rally | small cap summary | small cap check |
            small cap status | small cap update | small cap overview | small caps overview | small cap wrap | small
            caps wrap | small cap roundup | small caps roundup | small cap rundown | small caps rundown | small cap
            recap | small caps recap | small cap brief | small caps brief | small cap snapshot | small caps snapshot |
            small cap digest | small caps digest | small caps summary | small caps picture | small cap picture | small
            cap leadership | small caps in front | picture of small caps | small caps story | small cap story | small
            caps report""",
        helps=f"""lasted lasts other boys close everyone else another line confirming front picture going record
            records confirmed confirm confirms streak row summary overview consecutive large big check status update
            {_MOVES}""",
        bonus=leanings.small_caps_lead,
        about=frozenset({"^RUT", "IWM"}),
    ),
    Intent(
        "smallcaps",
        """last record | close at a record | record close | all time high | all time highs | last high | at a record
        | from its record | from the record | record high | record highs | new high | new record | highest close
        | its peak
        | off its high | off its highs | off its peak | below its high | below its peak | from its high
        | from its highs
        | from its peak | off their peak | off their highs | from ath | peak | highest | from record | record lately
        | set a record | hit a record | hit a new record | made a record | record | records | below record
        | off record
        | new all time high | all time peak | off the high | off the highs | from the highs | from the high
        | new highs""",
        lines.last_record,
        helps=f"""times other confirming broke broken break breaks breaking last time close closed closing closes hit
            hits set sets made make makes near distance off far how away points all time below above days since when
            print since ended {_MOVES}""",
        about=frozenset({"^RUT", "IWM"}),
        weight=1.3,
        period=True,
    ),
    Intent(
        "compare",
        """against | versus | vs | compare | compared | comparison | better than | outperform* | beat | beats
            | beating
        | ahead of | lagging | relative to | stack up | next to | side by side | head to head
        | outpac* | outrun* | underperform* | outdo | outdid | outdoing | trail | trails | trailing behind
        | keep up with | each other
        | trailed | lags | lagged
        | keeping up with | behind the | spread between | gap between | match up | beside | alongside | next to""",
        lines.compare,
        strong="""if i compare | which index | which of the indices | major indices | main indices | major indexes |
            all indices | compare | comparison | side by side | head to head | stack up | versus each other |
            match up""",
        bonus=leanings.one_market_leads,
        helps=f"""total between minus less set put weighted pit major main index indices indexes look big both most
            two three four five all every other rebased line
            lines chart graph plot relative ratio market winner ahead won win {_MOVES}""",
    ),
    Intent(
        "chart",
        """chart* | graph* | plot* | draw | candles | candle | candlestick* | moving average | moving averages |
        sma | picture | line chart | visual* | image | price history | whole history | daily bars | day average
        | averages | rsi | macd | bollinger | bollinger band* | relative strength index | ema""",
        lines.chart,
        strong="""rsi | macd | bollinger | relative strength index | ema | candles | candle | candlestick |
            candlesticks | moving average | moving averages | sma | chart | graph | plot | weekly bars | monthly
            bars""",
        helps=f"""total longest charts graphs line lines log daily weekly monthly exponential band bands index
            relative strength bars long history simple price prices closes average averages day days above below
            trendline {_MOVES}""",
    ),
    Intent(
        "chart",
        "",
        lines.extreme,
        bonus=leanings.extreme_of_period,
        helps="""low lows lowest bottom bottomed trough high highs highest peak peaked top topped yearly 52 close
            closed closing level point value go went get got did set reach reached hit print touch touched""",
    ),
    Intent(
        "risk",
        """volatil* | risky | riskier | riskiest | risk | drawdown* | beta | betas | correlat* | swing*
            | standard deviation
        | sharpe | capture | up capture | down capture | worst fall | sharpest fall | steepest fall | biggest fall
        | largest fall | worst loss | bumpy | bumpier | choppy
        | choppier | wild
        | wilder | max drawdown | maximum drawdown | stable | unstable | jumpy | nervous""",
        lines.risk,
        strong="""volatile | volatility | realized volatility | realised volatility | beta | correlation | correlated
            | drawdown | max drawdown | maximum drawdown | up capture | down capture | upside capture | downside
            capture | risky | riskier | riskiest | worst fall | sharpest fall | steepest fall | biggest fall | largest
            fall | worst drawdown | swing | swings | bumpy | choppy | standard deviation | worst loss | biggest loss
            ever | biggest drawdown | deepest drawdown | deepest fall | move together | moves together | moving
            together | move with | moves with | in step with | in sync | closely | correlate | correlates | lockstep |
            track each other | downside risk""",
        helps=f"""peak closely track tracks tracking realized realised historical annualized annualised daily max
            maximum biggest worst deepest large much more less than versus against compared with between relative
            standard deviation capture upside downside up down risk fall market how ever current days 20 60 252 day
            sharpest steepest stock rolling follow follows level high low closely together {_MOVES}""",
        period=True,
        bonus=lambda q: 8.0 if lines.FROM_HIGH.search(q.text) and q.has(*SUPERLATIVE) else 0.0,
    ),
)
