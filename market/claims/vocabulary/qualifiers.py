"""Words that keep what is said from being a claim about prices: negations, forecasts, conditions, times that cannot be
placed, causes, opinions, advice, rules of thumb, and other subjects. Written like the rows of `words.py`."""

from __future__ import annotations

from market.claims.vocabulary.tag import Tag

QUALIFIERS: dict[Tag, str] = {
    Tag.NOT: """
        not never no without n't didn doesn isn wasn hasn weren aren couldn didnt failed neither nor hardly barely |
        failed to | rather than | instead of | unable to | far from | fails to | nowhere near""",
    Tag.MODAL: "could might will would should may can shall must cannot 'll",
    Tag.EXPECT: """
        expect expects expected expecting forecast forecasts forecasting predict predicts predicted predicting likely
        unlikely poised projected projects target targets anticipate anticipates anticipated estimates estimate
        braced bracing see sees reckon reckons foresee foresees envisage envisages outlook prospects chance odds
        probability priced implies imply implied call | set to | pencilled in | penciled in | pencils in | calls for |
        about to | due to rise | next week | next month | next year | next quarter | by year end | by the end of the
        year | tomorrow | in the coming | going forward | to come | by mid-year | base case | bear case | bull case |
        by next spring""",
    Tag.UNCLEAR: """
        since until | over the summer | over the winter | in the spring | over the holidays | in recent weeks | in
        recent days | in recent months | in recent years | over the years | over the decades | this summer | this
        spring | this winter | this fall | during the pandemic | during the crisis | in the crisis | during the war |
        in the run-up | in the wake | during the period | over the same period | in the same period | over the same
        span | at the same time last year | the decade | this decade | a decade | the century | under president | over
        the long weekend | overnight | in premarket trading | before the bell | after hours | after-hours trading | in
        after-hours trading | in extended trading | in the days | in the weeks | in the months | lately | recently |
        these days | since then | from there | at the time | the last time | last time""",
    Tag.SUPPOSE: "if unless suppose assuming whether imagine were-it | had it | imo imho | what if",
    Tag.CAUSE: """
        because amid | due to | thanks to | driven by | as investors | as traders | on hopes | on fears | led by |
        helped by | boosted by | lifted by | powered by | fueled by | fuelled by | weighed down by | dragged down by |
        owing to | in response to | as a result of | buoyed by | dragged by | paced by | supported by | reflecting |
        pushed by | spurred by | sparked by | as optimism | as concerns | as worries | as hopes | as fears | as yields
        | weighed on by | led higher by | led lower by | dragged lower by | pulled down by | pulled lower by |
        pulled higher by | pushed higher by""",
    Tag.OPINION: """
        believe believes believed think thinks feel feels seems seem appears appear unhealthy attractive overvalued
        undervalued cheap expensive frothy bubble impressive disappointing remarkable encouraging worrying convincing
        sustainable unsustainable overdone overbought oversold undeserved deserved exciting boring justified
        irrational
        crucial important confident optimistic pessimistic bullish bearish warned argues argued suggest suggests
        sentiment | in our view | in my view | in my opinion | makes sense | rally has legs | looks like | room to run
        | too far""",
    Tag.ADVICE: """
        buy sell hold rebalance avoid consider | should own | investors should | stay invested | take profits
        | add to""",
    Tag.GENERAL: """
        normally historically typically usually often generally sometimes tend tends | on average | in general |
        over the long run | in the long run | over time | of the time | of all years | as a rule | as a general rule |
        as a rule of thumb | in every year | in any given year | in a typical year""",
    Tag.TOPIC: """
        rates markets market investor investors equities portfolio portfolios bulls bears earnings analysts
        strategists
        fed economy economic traders valuation valuations wall bond bonds rotation caps cap recession inflation | wall
        street | street""",
}
