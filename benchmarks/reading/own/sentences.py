"""Sentences in the manner of wires, notes, blogs, broadcasters, posts, second languages and European papers. `f` gives
the facts of a day; `o` is 0 for a true figure and 1 for a false one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from benchmarks.reading.own.facts import Facts
from benchmarks.reading.own.figures import Piece

Words: TypeAlias = list[str | Piece]
Sentence: TypeAlias = Callable[[Facts, int], Words]

WIRES: tuple[Sentence, ...] = (
    lambda f, o: ["The S&P 500 ", f.up("GSPC", "firmed", "softened"), " ", f.pct("GSPC", 2, 0.4 * o), " to ", f.level("GSPC"), "."],
    lambda f, o: ["At the closing bell the Dow stood at ", f.level("DJI", 900 * o), "."],
    lambda f, o: ["The Nasdaq Composite ", f.up("IXIC", "tacked on ", "surrendered "), f.pts("IXIC", 2, 90 * o), ", or ", f.pct("IXIC", 2), ", by the close."],
    lambda f, o: ["Shares of smaller companies outdid the rest, with the Russell 2000 ", f.up("RUT", "higher by ", "lower by "), f.pct("RUT", 1, 0.9 * o), "."],
    lambda f, o: ["U.S. stocks were mixed on the day: the Dow ", f.up("DJI", "rose ", "fell "), f.pct("DJI", 2, 0.3 * o), " while the Nasdaq-100 ", f.up("NDX", "gained ", "dropped "), f.pct("NDX", 2), "."],
    lambda f, o: ["The blue-chip Dow ", f.up("DJI", "climbed ", "retreated "), f.pts("DJI", 1, 200 * o), " to finish at ", f.level("DJI"), "."],
    lambda f, o: ["The CBOE volatility index ", f.up("VIX", "rose to ", "eased to "), f.level("VIX", 6 * o), "."],
    lambda f, o: ["For the week, the S&P 500 was ", f.up("GSPC", "up ", "down ", f.monday), f.pct("GSPC", 1, 0.6 * o, since=f.monday), "."],
    lambda f, o: ["Year to date, the Russell 2000 has ", f.up("RUT", "risen ", "fallen ", f.january), f.pct("RUT", 1, 0.8 * o, since=f.january), "."],
    lambda f, o: ["The Nasdaq Composite has ", f.up("IXIC", "advanced ", "shed ", f.month), f.pct("IXIC", 1, 0.9 * o, since=f.month), " so far this month."],
    lambda f, o: ["The Dow ended the session at ", f.level("DJI", 0.0), ", after touching a session high of ", f.side("DJI", "high", 150.0 * o), "."],
    lambda f, o: ["The Russell 2000 slid as low as ", f.side("RUT", "low", -8.0 * o), " in morning trading."],
    lambda f, o: [f.record("The S&P 500 closed at a fresh record", "GSPC"), "."],
    lambda f, o: ["The Russell 2000 settled at ", f.record("an all-time closing high", "RUT"), "."],
    lambda f, o: ["It was the S&P 500's ", f.was("highest close since " + f.words(f.back), "extreme", "GSPC", f.is_extreme("GSPC", f.back, True)), "."],
    lambda f, o: ["The Dow finished at ", f.extreme_since("its lowest since " + f.words(f.back), "DJI", f.back, False), "."],
    lambda f, o: ["The S&P 500 ", f.up("GSPC", "rose", "fell"), " for a ", f.streak("GSPC", o, "{} straight session"), "."],
    lambda f, o: ["The Dow logged its ", f.streak("DJI", o, "{} consecutive daily {noun}"), "."],
    lambda f, o: ["The Nasdaq Composite notched a ", f.streak("IXIC", o, "{} straight weekly {noun}", "W-SUN"), "."],
    lambda f, o: [f.sectors("{up} of the 11 S&P 500 sectors advanced", o), "."],
    lambda f, o: ["Of the 11 major S&P 500 sectors, ", f.sectors("{down} declined", o), "."],
    lambda f, o: [f.top_sector("{} was the best performer", o), " among S&P 500 sectors."],
    lambda f, o: ["The S&P 500 ", f.was("outpaced the Dow", "comparison", "GSPC", f.move("GSPC") > f.move("DJI")), "."],
    lambda f, o: ["Small caps ", f.was("underperformed the S&P 500", "comparison", "RUT", f.move("RUT") < f.move("GSPC")), " on the day."],
)  # fmt: skip
NOTES: tuple[Sentence, ...] = (
    lambda f, o: ["S&P 500: ", f.level("GSPC"), " (", f.pct("GSPC", 1, 0.5 * o, signed=True), ")"],
    lambda f, o: ["US equities: DJIA ", f.pct("DJI", 1, 0.6 * o, signed=True), ", Nasdaq Composite ", f.pct("IXIC", 1, signed=True), ", Russell 2000 ", f.pct("RUT", 1, signed=True), "."],
    lambda f, o: ["The Nasdaq 100 (", f.pct("NDX", 2, 0.4 * o, signed=True), ") closed at ", f.level("NDX"), "."],
    lambda f, o: ["- Russell 2000 ", f.pct("RUT", 2, 0.7 * o, signed=True), "\n- VIX ", f.level("VIX"), "\n"],
    lambda f, o: ["WTD: S&P 500 ", f.pct("GSPC", 1, 0.7 * o, since=f.monday, signed=True), "; YTD: S&P 500 ", f.pct("GSPC", 1, since=f.january, signed=True), "."],
    lambda f, o: ["For the month:\n- S&P 500 ", f.pct("GSPC", 1, 0.8 * o, since=f.month, signed=True), "\n- Dow ", f.pct("DJI", 1, since=f.month, signed=True), "\n"],
    lambda f, o: ["On a year-to-date basis the Dow is ", f.up("DJI", "up ", "down ", f.january), f.pct("DJI", 1, 0.9 * o, since=f.january), "."],
    lambda f, o: ["The S&P 500 now sits ", f.away("GSPC", o, "{:.1f}% below its record close"), "."],
    lambda f, o: ["Small caps trade ", f.away("RUT", o, "{:.1f}% off their all-time high"), "."],
    lambda f, o: ["Our proxy for small caps, IWM, ", f.up("IWM", "added ", "lost "), f.pct("IWM", 1, 0.8 * o), "."],
    lambda f, o: ["SPY finished at $", f.level("SPY", 9 * o), "."],
    lambda f, o: ["The Russell 2000 leads the S&P 500 by ", f.lead("RUT", "GSPC", f.january, o), " percentage points this year." ],
    lambda f, o: ["The VIX closed at ", f.level("VIX"), ", ", f.up("VIX", "up ", "down "), "from ", f.before("VIX", o), "."],
    lambda f, o: ["The 10-year Treasury yield ended at ", f.yield_("DGS10", o), "."],
    lambda f, o: ["The 2-year Treasury yield was at ", f.yield_("DGS2", o), "."],
    lambda f, o: ["Since the start of the year the Nasdaq-100 has ", f.up("NDX", "gained ", "lost ", f.january), f.pct("NDX", 1, 0.8 * o, since=f.january), "."],
    lambda f, o: ["From its April 8, 2025 low, the S&P 500 is up ", f.rise("GSPC", "2025-04-08", o), "."],
    lambda f, o: ["The Russell 2000 has rallied ", f.rise("RUT", "2025-04-08", o), " since bottoming on April 8, 2025."],
)  # fmt: skip
BLOGS: tuple[Sentence, ...] = (
    lambda f, o: ["What a day: the Russell 2000 ", f.up("RUT", "vaulted ", "cratered "), f.pct("RUT", 1, 1.3 * o), "."],
    lambda f, o: ["The index everybody watches, the S&P 500, ", f.up("GSPC", "tacked on ", "gave up "), f.pct("GSPC", 1, 0.7 * o), "."],
    lambda f, o: ["A ", f.pct("DJI", 1, 0.6 * o, form="{}%"), f.up("DJI", " gain", " loss"), " for the Dow went almost unnoticed."],
    lambda f, o: ["With a ", f.pts("DJI", 0, 250 * o, form="{}-point"), f.up("DJI", " rise", " drop"), ", the Dow brought up the rear."],
    lambda f, o: ["The Nasdaq Composite's ", f.pct("IXIC", 1, 0.8 * o), f.up("IXIC", " advance", " decline"), " was the story of the day."],
    lambda f, o: ["Remember that the S&P 500 closed at ", f.level("GSPC", 40 * o), "."],
    lambda f, o: ["Small caps, as measured by the Russell 2000, ended ", f.up("RUT", "", ""), f.pct("RUT", 1, 0.8 * o), f.up("RUT", " higher", " lower"), "."],
    lambda f, o: ["The Dow was ", f.was("in the red for the week", "change", "DJI", f.move("DJI", f.monday) < 0), "."],
    lambda f, o: ["The S&P 500 ", f.flat("GSPC", "was little changed"), "."],
    lambda f, o: ["The S&P 500 had its ", f.best_since("best day since " + f.words(f.back), "GSPC", f.back, True), "."],
    lambda f, o: ["The Dow posted its ", f.best_since("biggest one-day drop since " + f.words(f.back), "DJI", f.back, False), "."],
    lambda f, o: ["The Russell 2000 just had its ", f.best_since("worst week since " + f.words(f.back), "RUT", f.back, False, "W-SUN"), "."] if f.friday else ["No week is over."],
    lambda f, o: ["The S&P 500 has risen in ", f.of_last("GSPC", 7, o, "{} of the last seven sessions"), "."],
    lambda f, o: ["The Nasdaq-100 is up ", f.of_last("NDX", 10, o, "{} of the last 10 days"), "."],
    lambda f, o: ["Over the past five sessions the Dow has ", f.up("DJI", "gained ", "lost ", f.five), f.pct("DJI", 1, 0.6 * o, since=f.five), "."],
    lambda f, o: ["In three days the Russell 2000 ", f.up("RUT", "climbed ", "slipped ", f.three), f.pct("RUT", 1, 0.9 * o, since=f.three), "."],
    lambda f, o: ["The Dow's ", f.ended("DJI", o, "winning", "losing"), " ended."],
    lambda f, o: ["Roughly ", f.pct("GSPC", 1, 0.9 * o), f.up("GSPC", " higher", " lower"), ", the S&P 500 did its part."],
    lambda f, o: ["The Nasdaq Composite swung between gains and losses and finished ", f.up("IXIC", "up ", "down "), f.pct("IXIC", 2, 0.3 * o), "."],
)  # fmt: skip
BROADCASTERS: tuple[Sentence, ...] = (
    lambda f, o: ["The Dow closed ", f.up("DJI", "up ", "down "), f.pts("DJI", 0, 220 * o), " tonight."],
    lambda f, o: ["On Wall Street, the Dow ", f.up("DJI", "gained ", "lost "), f.pts("DJI", 0, 240 * o), " and the Nasdaq Composite ", f.up("IXIC", "rose ", "fell "), f.pts("IXIC"), "."],
    lambda f, o: ["Taking a look at the numbers: the S&P 500 ", f.up("GSPC", "up ", "down "), f.pts("GSPC", 0, 40 * o), " at ", f.level("GSPC"), "."],
    lambda f, o: ["The Nasdaq Composite fell for ", f.streak("IXIC", 1, "a {} day in a row", way=-1), "."],
    lambda f, o: ["Good evening. The S&P 500 ", f.up("GSPC", "rose", "fell"), " ", f.pct("GSPC", 1, 0.8 * o), " today."],
    lambda f, o: ["The Russell 2000, the index of smaller companies, ", f.up("RUT", "jumped ", "dropped "), f.pct("RUT", 1, 1.1 * o), "."],
    lambda f, o: ["At its high, the Dow was up ", f.most("DJI", "high", o), "."],
    lambda f, o: ["The S&P 500 was down as much as ", f.most("GSPC", "low", o), "."],
    lambda f, o: ["By the closing bell it was the Dow ", f.up("DJI", "up ", "down "), f.pct("DJI", 1, 0.6 * o), " and the S&P 500 ", f.up("GSPC", "up ", "down "), f.pct("GSPC", 1), "."],
    lambda f, o: ["The so-called fear gauge, the VIX, closed at ", f.level("VIX", 5 * o), "."],
)  # fmt: skip
POSTS: tuple[Sentence, ...] = (
    lambda f, o: ["$SPY ", f.pct("SPY", 1, 0.8 * o, signed=True), " $QQQ ", f.pct("QQQ", 1, signed=True), " $IWM ", f.pct("IWM", 1, signed=True)],
    lambda f, o: ["RUT ", f.up("RUT", "ripped ", "dumped "), f.pct("RUT", 1, 1.2 * o), " today ", f.up("RUT", "🚀", "🩸")],
    lambda f, o: ["spx closes ", f.level("GSPC", 60 * o), ", ", f.up("GSPC", "green", "red"), " again"],
    lambda f, o: ["dow ", f.up("DJI", "up ", "down "), f.pts("DJI", 0, 300 * o, form="{} pts"), " lol"],
    lambda f, o: ["nasdaq comp ", f.up("IXIC", "+", "-"), f.pct("IXIC", 1, 0.8 * o), " into the close"],
    lambda f, o: ["VIX closed ", f.level("VIX", 4 * o), " ", f.up("VIX", "📈", "📉")],
    lambda f, o: ["$IWM ", f.up("IWM", "up ", "down "), f.pct("IWM", 1, 0.9 * o, since=f.monday), " this week"],
    lambda f, o: ["Russell 2000 ", f.pct("RUT", 1, 0.9 * o, since=f.january, signed=True), " YTD 💪"],
    lambda f, o: ["S&P 500 🔻" if f.move("GSPC") < 0 else "S&P 500 🔺", f.pct("GSPC", 2, 0.5 * o)],
    lambda f, o: ["close: $DIA ", f.pct("DIA", 2, 0.4 * o, signed=True), " | $QQQ ", f.pct("QQQ", 2, signed=True), " | $SPY ", f.pct("SPY", 2, signed=True)],
)  # fmt: skip
ABROAD: tuple[Sentence, ...] = (
    lambda f, o: ["The Dow Jones has gained " if f.move("DJI") >= 0 else "The Dow Jones has lost ", f.pct("DJI", 2, 0.5 * o), " and finished the day with ", f.level("DJI", form="{} points"), "."],
    lambda f, o: ["In New York the S&P 500 was closing with ", f.up("GSPC", "a plus of ", "a minus of "), f.pct("GSPC", 1, 0.6 * o), "."],
    lambda f, o: ["S&P 500 ", f.euro("GSPC", o, "de"), " auf ", f.level("GSPC", number="de"), "."],
    lambda f, o: ["Dow Jones: ", f.level("DJI", 500 * o, number="de"), " (", f.comma("DJI", 2), ")"],
    lambda f, o: ["Nasdaq Composite ", f.comma("IXIC", 2), " to ", f.level("IXIC", 200 * o, number="fr"), " points"],
    lambda f, o: ["Russell 2000 ", f.comma("RUT", 1), ", Dow ", f.comma("DJI", 1, 0.6 * o), "."],
    lambda f, o: ["SMI aside, the Dow closed at ", f.level("DJI", 300 * o, number="ch"), "."],
    lambda f, o: ["The index of the small companies, Russell 2000, made ", f.up("RUT", "a gain of ", "a loss of "), f.pct("RUT", 1, 0.9 * o), "."],
)  # fmt: skip
NOTHING: tuple[str, ...] = (
    "If the S&P 500 loses 6,500, the next support is at 6,350.", "Is the Dow really up 400 points today?",
    "Gold jumped 1.8% to $4,050 an ounce.", "The Nikkei 225 climbed 2.1% to a record.", "Bitcoin sank 5% over the weekend.",
    "We see the S&P 500 at 7,400 by year end.", "Nvidia's data-center sales rose 56% in the quarter.",
    "The fund charges 0.19% a year and holds 1,950 stocks.", "About 43% of S&P 500 members pay no dividend growth.",
    "The FTSE 100 lost 0.4% and the Stoxx 600 0.6%.", "S&P Global shares trade at 30 times earnings.",
    "Dow Inc. cut its dividend by 50%.", "S&P 500 futures were up 0.3% before the open.", "My portfolio is down 7% this month 😭",
    "The S&P 500 did not close above 7,000.", "The Nasdaq could fall another 10%, they warned.",
    "Russell 2000 earnings are expected to grow 20% next year.", "The put/call ratio rose to 1.2.",
    "The dollar index gained 0.5% against six currencies.", "Mortgage rates slipped to 6.2%.",
    "Roughly 30% of small caps lose money.", "The VIX curve suggests calm.", "Traders price a 70% chance of a cut in December.",
    "\"The S&P 500 is up 90% in three years and nobody is worried,\" the strategist said.",
    "Without the Magnificent Seven, profits would have risen only 4%.", "The S&P 500 is on track for a 2% weekly gain.",
)  # fmt: skip
STYLES: dict[str, tuple[Sentence, ...]] = {
    "wire": WIRES, "note": NOTES, "blog": BLOGS, "broadcaster": BROADCASTERS, "post": POSTS, "abroad": ABROAD,
}  # fmt: skip
DAYS = (
    "2025-08-22", "2025-09-05", "2025-10-10", "2025-10-24", "2025-11-13", "2025-11-20", "2025-12-10", "2025-12-31",
    "2026-01-09", "2026-01-16", "2026-01-20", "2026-01-22",
)  # fmt: skip
