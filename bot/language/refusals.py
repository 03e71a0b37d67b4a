"""What is not answered, and what is answered instead: advice, forecasts, and markets and figures that are not
here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.phrases import PhraseTable, single_words
from bot.language.question import Question, Role
from market.catalog import SymbolKind


@dataclass(frozen=True, slots=True)
class Refusal:
    """A kind of question that has no answer here.

    phrases: what gives it away.
    sentence: what it is told; `{it}` is the phrase as it was said.
    offers: commands that are near, `{market}` for the market named; those with it are left out where there is none.
    unless: commands whose own phrases make the question another.
    about_thing: the thing that is named is not here, whatever is asked of it: another one behind it ("bitcoin?", "and
        the dow?") is asked what the question before was.
    """

    phrases: str
    sentence: str
    offers: tuple[str, ...]
    unless: frozenset[str] = frozenset()
    about_thing: bool = False


_ADVICE = Refusal(
    """what is a good | what is a bad | what is a healthy | should i | should we | should you | should one |
        shall i | is it time to | time to get | good time |
    good moment | right time | right moment | worth holding | worth it | a hold | recommend* | advice |
    advise me | you advise | do you like | would you hold | would you own | would you rather | would you pick | would
    you put | good long | good short | long here | short here | good entry | good trade | good
    investment | best etf | best fund | trade for me | place an order | place a trade | safe investment
    | best stock to | best stocks to | good stock | pick for | stock pick* | stock tip* | tips for | hot
    tip | allocate | get into | get out of | load up on | go long | go short | take profit | take
    profits | stop loss | entry point | entry points | too late to | is it safe | what would you do |
    your opinion | your view | you think | bullish on | bearish on | double down | all in on | cash out
    | position size | worth a look | better investment | smart to | wise to | good idea to | kaufen
    soll* | buy | buying | sell | invest | investing | undervalued stocks | next big""",
    "I report and compare; I never say what to buy, sell or hold. The facts are here:",
    (
        "/quote {market}",
        "/risk {market}",
        "/history record {market}",
        "/valuation",
        "/smallcaps",
        "/risk rut",
    ),
    frozenset({"alert", "history", "help"}),
)
_FORECAST = Refusal(
    """you see | will | going to | outlook | expect for | expected to | expectation* | by year end | by end of
    | by christmas | by the end of | next week | next month | next quarter | next year | in 2030 | in
    2027 | in 2028 | tomorrow | headed | heading | where is it going | could it reach | can it reach |
    could reach | chances of | chance of | probability | likelihood | likely to | crash soon | coming |
    upcoming | rate cut | rate cuts | rate hike | rate hikes | future | how much higher can | how much
    lower can | can it go | how high can | how low can | how far can | how much further | can go | could
    go | keep going | continue | continues | last much longer | over yet | is bottom in | bottom is in | rally over |
    selloff over | correction over | like a top | like a bottom | is this the top | is this the bottom |
    topping out | bubble | about to""",
    "I cannot tell the future. I can show what has happened, and what followed in the past:",
    ("/history record {market}", "/chart {market} 1y", "/rotation", "/history record rut", "/macro"),
    frozenset({"calendar", "history", "alert", "digest", "help"}),
)
_FUTURES = Refusal(
    """futures | future contract* | nq | es1 | rty | e mini | emini | globex | contango""",
    "I answer questions about indices, funds and stocks. Futures trade in sessions of their own; these show them:",
    ("/quote es", "/quote rty", "/quote {market}"),
)
_OPTIONS = Refusal(
    """option | options | calls | call option* | puts | put call | implied volatility | implied vol | iv |
    gamma | open interest | max pain | strike | strikes | expiry | expiration | straddle | covered call*
    | theta | delta | 0dte | skew | gex""",
    "I have no options and no implied volatility. I measure the volatility of past sessions:",
    ("/risk {market}", "/quote {market}", "/quote vix", "/risk rut"),
)
_HOLDERS = Refusal(
    """short interest | sold short | shorted | short squeeze | days to cover | borrow rate | insider* | dark
    pool* | institutional | hedge funds own | who owns | ownership | analyst* | rating | ratings |
    upgrade | upgrades | upgraded | downgrade* | consensus | fund flows | inflows | outflows | etf flows
    | float | buyback* | market cap | market value | market capitalisation | market capitalization |
    volume | order book | level 2 | sentiment | aaii | fear and greed | put in | positioning | cot
    report | margin debt""",
    "That is not among my data. I have prices, members of two indices, multiples of funds, economic figures, news:",
    ("/quote {market}", "/news {market}", "/risk {market}", "/breadth", "/help"),
    frozenset({"alert", "ladder", "heatmap"}),
)
_COMPANY = Refusal(
    """dividend | dividends | payout | revenue | revenues | sales | profit | profits | margin | margins | cash
    flow | balance sheet | debt | eps | earnings per share | guidance | ceo | employees | market share |
    earnings beat | beat earnings | beat estimates | beat expectations | expense ratio
    | aum | fees | nav | intrinsic value | dcf | how much
    cash | cash pile | cash position | net income | capex | peg | ev ebitda | roe | earnings growth |
    stock split | split history | ipo | ipos""",
    "I have no company accounts and no dividend yields. I have prices, returns with dividends, and multiples of funds:",
    ("/quote {market}", "/chart {market} 1y", "/calendar {market}", "/valuation", "/smallcaps"),
)
_INDICATORS = Refusal(
    """fibonacci | stochastic* | support level* | resistance | head and shoulders | elliott | ichimoku | golden
    cross | death cross | trendline* | vwap | pivot* | overbought | oversold | technical analysis |
    intraday chart | 5 minute | hourly | minute bars | 1 minute | 15 minute""",
    "I do not draw that. I draw moving averages, RSI, MACD and Bollinger’s bands, on daily bars or longer ones:",
    ("/chart {market} 1y sma 50 200", "/risk {market}", "/chart rut 1y sma 50 200", "/breadth"),
)
_SERIES = Refusal(
    """inflation | cpi | pce | ppi | fed funds | fed fund | federal funds | fed rate | interest rate decision | fomc
        | fed meeting | fed minutes | powell | mortgage* | m2 | money supply | retail sales
    | ism | pmi | housing starts | home sales | home prices | consumer confidence | consumer sentiment
    | dollar index | dxy | durable goods | industrial production | trade balance
    | deficit | budget | 30 year | thirty year | 5 year yield | five year yield | 3 month bill | sofr | libor
    | tariff* | treasury auction* | wages | wage growth | jolts | quits | case shiller""",
    "I do not follow that series. I follow growth, jobs, claims, financial conditions, credit spreads and yields:",
    ("/macro", "/macro 10y", "/macro unemployment", "/macro gdp"),
    about_thing=True,
)
_ABROAD = Refusal(
    """dax | ftse* | footsie | nikkei | topix | hang seng | hsi | cac | cac40 | cac 40 | stoxx | euro stoxx
        | eurostoxx | ibex | smi | aex | mib | omx | tsx | asx | sensex | nifty | kospi | shanghai | shenzhen
        | csi 300
    | bovespa | ibovespa | european markets | european stocks | asian markets | asian stocks | chinese stocks
    | china | japan | japanese | germany | german stocks | india | europe | asia | uk stocks | london | mdax | sdax
    | tecdax | msci world""",
    "I answer about US markets, and “{it}” is abroad. From there I have only these prices:",
    ("/quote n225", "/quote stoxx50e", "/quote efa"),
    frozenset({"digest"}),
    about_thing=True,
)
_CURRENCIES = Refusal(
    """bitcoin | btc | ethereum | eth | crypto* | solana | dogecoin | doge | xrp | coin price | eurusd | eur usd
        | usd jpy | usdjpy | gbpusd | euro dollar | dollar yen | forex | fx | fx rate | exchange rate* | currency
        | currencies | euro
    | yen | pound | sterling | yuan | the dollar | dollar | franc | natural gas | nat gas | wheat | corn | copper
    | coffee
    | uranium | lumber | cocoa | platinum | palladium | stablecoin* | nft*""",
    "I do not cover “{it}”. I answer about US indices, funds and stocks, such as these:",
    ("/quote gld", "/quote uso", "/quote spx"),
    frozenset({"drivers"}),
    about_thing=True,
)
_ELSEWHERE = Refusal(
    """poem* | poetry | song | sing | joke* | haiku | rap | limerick | essay | story about | tell me a story |
    weather | recipe | movie* | football | soccer | world cup | super bowl | birthday | translate |
    capital of | who won the | won the world | my homework | homework for me | code | python script |
    love | marry | girlfriend | boyfriend | meaning of life | lottery | horoscope | pizza | restaurant*
    | flight* | play music | what is your name | how old are you | rhyme | sonnet | write me | write a |
    draw me a cat | president | politics | vote | trump | biden | celebrity | dinner | lunch | breakfast
    | coffee | holiday in | vacation | ignore your rules | ignore all | system prompt | token""",
    "I answer questions about US markets, and nothing else. For example:",
    ("/smallcaps", "/help", "/quote {market}"),
    frozenset({"calendar", "check", "digest"}),
    about_thing=True,
)
_PREDICTION = Refusal(
    "forecast* | predict* | price target* | target price | target for | outlook for | outlook on | the outlook",
    _FORECAST.sentence,
    _FORECAST.offers,
    frozenset({"alert"}),
)
REFUSALS = (
    _PREDICTION,
    _ELSEWHERE,
    _FUTURES,
    _OPTIONS,
    _HOLDERS,
    _COMPANY,
    _INDICATORS,
    _SERIES,
    _CURRENCIES,
    _ABROAD,
    _ADVICE,
    _FORECAST,
)
_OF_THE_PAST = ("usually", "typically", "historically", "normally", "often", "past", "history", "tend")
_TABLES = tuple((refusal, PhraseTable.of(refusal.phrases)) for refusal in REFUSALS)
REFUSAL_WORDS = single_words(*(refusal.phrases for refusal in REFUSALS))


_LATER = re.compile(
    r"\b(?:what|where|how (?:high|low|far|much)) (?:will|would|could|might|is|are|do you see)\b.*?"
    r"\b(?:be|stand|close|end|finish|trade|go|reach|get|land|look)\b.*\b(?:by|at|on|in|come|before|around|until)\b"
)
_HOURS = ("open", "opens", "close", "closed", "closes", "shut", "hours", "holiday", "holidays", "report", "reports",
          "earnings", "results", "trading")  # fmt: skip

_AHEAD = ("tomorrow", "next", "coming", "upcoming")


def _is_forecast(question: Question) -> bool:
    """A market's state on a day to come: whatever the calendar knows of that day, it is not that."""
    to_come = question.has("will") or "going to" in question.text
    return (
        bool(question.symbols)
        and to_come
        and not question.has(*_HOURS)
        and bool(_LATER.search(question.text))
    )


def refusal_of(question: Question, pointed: frozenset[str]) -> tuple[Refusal, str] | None:
    """Why the question has no answer here, and the phrase that says so. `pointed`: commands whose own decisive
    phrases are in it."""
    if _is_forecast(question):
        return _FORECAST, "will"
    for refusal, table in _TABLES:
        # "What will it do after …" asks for what is to come, unless it says that the past is meant.
        to_come = refusal is _FORECAST and "will" in question.words and not question.has(*_OF_THE_PAST)
        spared = refusal.unless & pointed
        if refusal is _FORECAST and question.symbols and not question.has(*_HOURS):
            spared -= {"calendar"}  # "where do you see the s&p by christmas" asks for no holiday
        if spared and not (to_come and "history" in pointed):
            continue
        for start, end in table.matches(question.words):
            if set(question.roles[start:end]) == {Role.PERIOD}:
                continue  # "since trump won" is a time
            if question.words[start:end] == ("volume",) and _have_volume(question):
                continue
            if refusal is _FORECAST and question.words[start] in _AHEAD and question.has(*_HOURS):
                continue  # "which companies report tomorrow" foresees nothing
            return refusal, " ".join(question.words[start:end])
    return None


def _have_volume(question: Question) -> bool:
    """Whether `/quote` states it: of one fund or share, and an index has none of its own; it orders nothing."""
    is_told = len(question.symbols) == 1 and question.symbols[0].kind is not SymbolKind.INDEX
    return is_told and "by volume" not in question.text


def offers_of(refusal: Refusal, question: Question) -> list[str]:
    """The lines that stand below the refusal."""
    market = question.symbols[0].word if question.symbols else ""
    return [line.format(market=market) for line in refusal.offers if market or "{market}" not in line]
