"""Claim sentences in the manner of market news, written for this test, true and false, each with its
proof on raw data; and sentences that claim nothing a price could prove.

A case: the day the text is about, the sentence, and its claims in order as (kind, verdict, proof).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tests.market.claims.world import D, F, H, World

Proof = Callable[[World], str]
T = "2026-01-22"  # the founding session


class Case(NamedTuple):
    day: str
    sentence: str
    claims: tuple[tuple[str, str, Proof], ...]


def one(day: str, kind: str, verdict: str, sentence: str, proof: Proof) -> Case:
    return Case(day, sentence, ((kind, verdict, proof),))


LEVELS = [
    one(T, "Level", D, "The Russell 2000 ended the trading day at 2,731.77.", lambda w: w.level("RUT", 2731.77, 2, T)),
    one(T, "Level", H, "The Russell 2000 closed at 2,718.77.", lambda w: w.level("RUT", 2718.77, 2, T)),
    one(T, "Level", H, "The S&P 500 finished the session at 6,913.35.", lambda w: w.level("GSPC", 6913.35, 2, T)),
    one(T, "Level", H, "The Dow Jones Industrial Average settled at 49,384.", lambda w: w.level("DJI", 49384, 0, T)),
    one(T, "Level", H, "The Nasdaq-100 closed Thursday at 25,518.", lambda w: w.level("NDX", 25518, 0, T)),
    one(T, "Level", F, "The Nasdaq Composite ended at 23,636.02.", lambda w: w.level("IXIC", 23636.02, 2, T)),
    one(T, "Level", D, "The Dow closed at 49,600.", lambda w: w.level("DJI", 49600, 0, T)),
    one("2026-01-21", "Level", H, "At the close on Wednesday, the Russell 2000 finished at 2,698.17.",
        lambda w: w.level("RUT", 2698.17, 2, "2026-01-21")),
    one("2026-01-30", "Level", H, "The Nasdaq Composite closed out the day at 23,461.82.",
        lambda w: w.level("IXIC", 23461.82, 2, "2026-01-30")),
    one("2026-01-30", "Level", F, "On Jan. 23, the S&P 500 closed at 6,951.61.",
        lambda w: w.level("GSPC", 6951.61, 2, "2026-01-23")),
    one("2026-01-30", "Level", H, "The S&P 500 closed at 6,978.60 on January 27, 2026.",
        lambda w: w.level("GSPC", 6978.60, 2, "2026-01-27")),
    one(T, "Level", H, "The VIX fell to 15.64.", lambda w: w.level("VIX", 15.64, 2, T)),
    one("2026-01-20", "Level", H, "The Cboe Volatility Index climbed to 20.09 on Tuesday.",
        lambda w: w.level("VIX", 20.09, 2, "2026-01-20")),
    one("2026-01-20", "Level", F, "The fear gauge jumped to 23.09.", lambda w: w.level("VIX", 23.09, 2, "2026-01-20")),
    one(T, "Level", H, "The Russell 2000 hit 2,735 during the session.", lambda w: w.touched("RUT", 2735, T)),
    one(T, "Level", H, "Small caps traded as high as 2,735.10.", lambda w: w.peak("RUT", 2735.10, 2, T)),
    one(T, "Level", F, "The Russell 2000 peaked at 2,741.10 in intraday trading.", lambda w: w.peak("RUT", 2741.10, 2, T)),
    one("2026-01-30", "Level", H, "The Russell 2000 fell as low as 2,599.57.",
        lambda w: w.peak("RUT", 2599.57, 2, "2026-01-30", "low")),
    one("2026-01-28", "Level", H, "The S&P 500 touched 7,000 on Wednesday.", lambda w: w.touched("GSPC", 7000, "2026-01-28")),
    one("2026-01-28", "Level", D, "The S&P 500 closed above 7,000.",
        lambda w: D if w.bars["GSPC"].loc["2026-01-28", "high"] > 7000 > w.bars["GSPC"].loc["2026-01-28", "close"] else F),
    one("2026-01-21", "Level", H, "The Russell 2000 advanced to 2,698.17.",
        lambda w: w.level("RUT", 2698.17, 2, "2026-01-21")),
    one("2026-01-20", "Level", F, "The S&P 500 closed above 6,900 on Tuesday.",
        lambda w: H if w.bars["GSPC"].loc["2026-01-20", "close"] > 6900 else F),
    one("2026-01-20", "Level", H, "The Nasdaq Composite ended below 23,000.",
        lambda w: H if w.bars["IXIC"].loc["2026-01-20", "close"] < 23000 else F),
    one("2025-04-08", "Level", H, "The S&P 500 finished below 5,000 on April 8, 2025.",
        lambda w: H if w.bars["GSPC"].loc["2025-04-08", "close"] < 5000 else F),
    one("2026-01-12", "Level", H, "The Dow closed at 49,590.20.",
        lambda w: w.level("DJI", 49590.20, 2, "2026-01-12")),
]  # fmt: skip

CHANGES = [
    one(T, "Change", D, "The Russell 2000 jumped 1.25 percent.", lambda w: w.change("RUT", 1.25, 2, T)),
    one(T, "Change", H, "The Russell 2000 rose 0.76 percent on Thursday.", lambda w: w.change("RUT", 0.76, 2, T)),
    one(T, "Change", H, "The S&P 500 added 0.55%.", lambda w: w.change("GSPC", 0.55, 2, T)),
    one(T, "Change", H, "The Nasdaq Composite gained 0.9 per cent.", lambda w: w.change("IXIC", 0.9, 1, T)),
    one(T, "Change", H, "The Dow was up 0.63% at the close.", lambda w: w.change("DJI", 0.63, 2, T)),
    one(T, "Change", F, "The Dow tumbled 0.63% on Thursday.", lambda w: w.change("DJI", -0.63, 2, T)),
    one(T, "Change", H, "The Dow rose 306.78 points.", lambda w: w.points("DJI", 306.78, 2, T)),
    one(T, "Change", H, "The Dow Jones Industrial Average gained 307 points.", lambda w: w.points("DJI", 307, 0, T)),
    one("2026-01-20", "Change", H, "The Dow plunged more than 800 points on Tuesday.",
        lambda w: H if w.bars["DJI"]["close"].diff()["2026-01-20"] < -800 else F),
    one("2026-01-20", "Change", H, "The S&P 500 slid 2.06 percent, its steepest slide in weeks.",
        lambda w: w.change("GSPC", -2.06, 2, "2026-01-20")),
    one("2026-01-20", "Change", H, "The tech-heavy Nasdaq Composite sank 2.4%.", lambda w: w.change("IXIC", -2.4, 1, "2026-01-20")),
    one("2026-01-20", "Change", H, "Small caps lost 1.2 percent on the day.", lambda w: w.change("RUT", -1.2, 1, "2026-01-20")),
    one("2026-01-21", "Change", H, "The small-cap Russell 2000 surged nearly 2%.",
        lambda w: H if 1.8 <= w.move("RUT", "2026-01-21") <= 2 else F),
    one("2026-01-21", "Change", H, "The Nasdaq-100 rallied about 1.4 percent.",
        lambda w: H if abs(w.move("NDX", "2026-01-21") - 1.4) <= 0.14 else F),
    one("2026-01-21", "Change", F, "The S&P 500 rebounded 1.76 percent.", lambda w: w.change("GSPC", 1.76, 2, "2026-01-21")),
    one("2026-01-23", "Change", H, "The Russell 2000 dropped 1.8 percent on Friday.", lambda w: w.change("RUT", -1.8, 1, "2026-01-23")),
    one("2026-01-23", "Change", H, "The Dow finished 285 points lower.", lambda w: w.points("DJI", -285, 0, "2026-01-23")),
    one("2026-01-23", "Change", H, "The S&P 500 edged up 0.03%.", lambda w: w.change("GSPC", 0.03, 2, "2026-01-23")),
    one("2026-01-27", "Change", H, "The Dow fell on Tuesday.", lambda w: w.down("DJI", "2026-01-27")),
    one("2026-01-27", "Change", F, "The S&P 500 slipped on Tuesday.", lambda w: w.down("GSPC", "2026-01-27")),
    one("2026-01-27", "Change", H, "The Nasdaq Composite closed higher.", lambda w: w.up("IXIC", "2026-01-27")),
    one("2026-01-28", "Change", F, "The S&P 500 ended the day higher.", lambda w: w.up("GSPC", "2026-01-28")),
    one("2026-01-30", "Change", H, "The Russell 2000 ended Friday 1.5% lower.", lambda w: w.change("RUT", -1.5, 1, "2026-01-30")),
    one("2026-01-30", "Change", H, "The Nasdaq-100 shed 332 points.", lambda w: w.points("NDX", -332, 0, "2026-01-30")),
    one("2025-04-09", "Change", H, "The S&P 500 soared 9.52% on April 9, 2025.", lambda w: w.change("GSPC", 9.52, 2, "2025-04-09")),
    one("2025-04-09", "Change", F, "The Russell 2000 soared 12.1% on April 9.", lambda w: w.change("RUT", 12.1, 1, "2025-04-09")),
    one("2026-01-30", "Change", H, "On November 6, 2024, the Russell 2000 jumped 5.84 percent.",
        lambda w: w.change("RUT", 5.84, 2, "2024-11-06")),
    one("2026-01-30", "Change", H, "The Dow lost 2,997 points on March 16, 2020.", lambda w: w.points("DJI", -2997, 0, "2020-03-16")),
    one("2026-01-30", "Change", H, "The S&P 500 fell 12% on 16 March 2020.", lambda w: w.change("GSPC", -12, 0, "2020-03-16")),
    one("2026-01-30", "Change", D, "The Nasdaq Composite fell 9.3% on March 16, 2020.", lambda w: w.change("IXIC", -9.3, 1, "2020-03-16")),
    one("2024-12-18", "Change", H, "The Dow sank 1,123 points on Wednesday.", lambda w: w.points("DJI", -1123, 0, "2024-12-18")),
    one(T, "Change", H, "SPY added 0.5% on Thursday.", lambda w: w.change("SPY", 0.5, 1, T)),
    one("2026-01-20", "Change", H, "QQQ fell 2.1%.",
        lambda w: w.change("QQQ", -2.1, 1, "2026-01-20")),
    one("2026-01-23", "Change", H, "IWM declined 1.8 percent.", lambda w: w.change("IWM", -1.8, 1, "2026-01-23")),
    one(T, "Change", H, "The Russell 2000 rose as much as 1.4 percent.",
        lambda w: H if round((w.bars["RUT"].loc[T, "high"] / 2698.17 - 1) * 100, 1) == 1.4 else F),
    one(T, "Change", H, "The VIX dropped 7.5 percent.", lambda w: w.change("VIX", -7.5, 1, T)),
    Case(T, "The S&P 500 gained 37.73 points, or 0.55 percent, to 6,913.35.", (
        ("Change", H, lambda w: w.points("GSPC", 37.73, 2, T)),
        ("Change", H, lambda w: w.change("GSPC", 0.55, 2, T)),
        ("Level", H, lambda w: w.level("GSPC", 6913.35, 2, T)))),
    Case("2026-01-21", "The Dow Jones Industrial Average rose 588.64 points (1.21%) to 49,077.23.", (
        ("Change", H, lambda w: w.points("DJI", 588.64, 2, "2026-01-21")),
        ("Change", H, lambda w: w.change("DJI", 1.21, 2, "2026-01-21")),
        ("Level", H, lambda w: w.level("DJI", 49077.23, 2, "2026-01-21")))),
    Case(T, "The S&P 500 rose 0.55%, the Nasdaq Composite 0.91% and the Dow 0.63%.", (
        ("Change", H, lambda w: w.change("GSPC", 0.55, 2, T)),
        ("Change", H, lambda w: w.change("IXIC", 0.91, 2, T)),
        ("Change", H, lambda w: w.change("DJI", 0.63, 2, T)))),
    Case("2026-01-27", "The S&P 500 rose 0.4%, while the Dow fell 0.8% and the Nasdaq Composite climbed 1.9%.", (
        ("Change", H, lambda w: w.change("GSPC", 0.4, 1, "2026-01-27")),
        ("Change", H, lambda w: w.change("DJI", -0.8, 1, "2026-01-27")),
        ("Change", F, lambda w: w.change("IXIC", 1.9, 1, "2026-01-27")))),
    Case(T, "Both the Dow and the S&P 500 rose on Thursday.", (
        ("Change", H, lambda w: w.up("DJI", T)), ("Change", H, lambda w: w.up("GSPC", T)))),
    Case(T, "The Russell 2000's 0.76% gain compared with a 0.91% advance for the Nasdaq Composite.", (
        ("Change", H, lambda w: w.change("RUT", 0.76, 2, T)),
        ("Change", H, lambda w: w.change("IXIC", 0.91, 2, T)))),
    Case("2026-01-28", "The S&P 500 slipped 0.01%, but the Nasdaq-100 gained 0.32%.", (
        ("Change", H, lambda w: w.change("GSPC", -0.01, 2, "2026-01-28")),
        ("Change", H, lambda w: w.change("NDX", 0.32, 2, "2026-01-28")))),
    Case("2026-01-30", "S&P 500 -0.43%, Nasdaq Composite -0.94%, Dow -0.36%.", (
        ("Change", H, lambda w: w.change("GSPC", -0.43, 2, "2026-01-30")),
        ("Change", H, lambda w: w.change("IXIC", -0.94, 2, "2026-01-30")),
        ("Change", H, lambda w: w.change("DJI", -0.36, 2, "2026-01-30")))),
]  # fmt: skip

PERIODS = [
    one(T, "Change", H, "The Russell 2000 is up 9.5% so far this year.", lambda w: w.period("RUT", 9.5, 1, "2026-01-01", T)),
    one(T, "Change", H, "Year to date, the S&P 500 has gained 0.99 percent.", lambda w: w.period("GSPC", 0.99, 2, "2026-01-01", T)),
    one(T, "Change", F, "The Nasdaq Composite has added 3.8% this year.", lambda w: w.period("IXIC", 3.8, 1, "2026-01-01", T)),
    one("2026-01-30", "Change", H, "The S&P 500 rose 16.4% in 2025.", lambda w: w.period("GSPC", 16.4, 1, "2025-01-01", "2025-12-31")),
    one("2026-01-30", "Change", H, "The Nasdaq Composite gained 20.36 percent last year.",
        lambda w: w.period("IXIC", 20.36, 2, "2025-01-01", "2025-12-31")),
    one("2026-01-30", "Change", H, "In 2022, the Russell 2000 fell 21.6 percent.", lambda w: w.period("RUT", -21.6, 1, "2022-01-01", "2022-12-30")),
    one("2026-01-30", "Change", F, "The Dow climbed 21% in 2024.", lambda w: w.period("DJI", 21, 0, "2024-01-01", "2024-12-31")),
    one("2026-01-30", "Change", H, "The Russell 2000 surged 18.3% in November 2020.", lambda w: w.period("RUT", 18.3, 1, "2020-11-01", "2020-11-30")),
    one("2026-01-30", "Change", H, "The S&P 500 rose 1.4% in January.", lambda w: w.period("GSPC", 1.4, 1, "2026-01-01", "2026-01-30")),
    one("2026-01-30", "Change", H, "For the month, the Russell 2000 gained 5.3%.", lambda w: w.period("RUT", 5.3, 1, "2026-01-01", "2026-01-30")),
    one("2026-01-30", "Change", H, "The Russell 2000 lost 2.1% for the week.", lambda w: w.period("RUT", -2.1, 1, "2026-01-26", "2026-01-30")),
    one("2026-01-16", "Change", H, "The Dow ended the week down 0.3%.", lambda w: w.period("DJI", -0.3, 1, "2026-01-12", "2026-01-16")),
    one("2026-01-30", "Change", H, "Last week the S&P 500 fell 0.35 percent.", lambda w: w.period("GSPC", -0.35, 2, "2026-01-19", "2026-01-23")),
    one("2026-01-30", "Change", F, "The Nasdaq-100 dropped 1.3% last week.", lambda w: w.period("NDX", -1.3, 1, "2026-01-19", "2026-01-23")),
    one(T, "Change", H, "The Russell 2000 has gained 54.4% since April 8, 2025.", lambda w: w.period("RUT", 54.4, 1, "2025-04-09", T)),
    one(T, "Change", H, "Since the end of September, the Russell 2000 has risen 11.6%.",
        lambda w: w.period("RUT", 11.6, 1, "2025-10-01", T)),
    one("2026-01-30", "Change", H, "Small caps fell 22% in March 2020.", lambda w: w.period("RUT", -22, 0, "2020-03-01", "2020-03-31")),
    one(T, "Change", F, "The Dow has lost 2.8% this year.", lambda w: w.period("DJI", -2.8, 1, "2026-01-01", T)),
]  # fmt: skip

RECORDS = [
    one(T, "Record", H, "The Russell 2000 closed at a record high.", lambda w: w.record("RUT", T)),
    one(T, "Record", H, "It was an all-time closing high for the Russell 2000.", lambda w: w.record("RUT", T)),
    one(T, "Record", F, "The S&P 500 ended at an all-time high on Thursday.", lambda w: w.record("GSPC", T)),
    one(T, "Record", D, "The Dow notched a fresh record close.", lambda w: w.record("DJI", T)),
    one("2026-01-13", "Record", F, "The Nasdaq Composite set a record on Tuesday.", lambda w: w.record("IXIC", "2026-01-13")),
    one("2026-01-12", "Record", H, "The Dow posted another record closing high.", lambda w: w.record("DJI", "2026-01-12")),
    one("2026-01-13", "Record", D, "The Russell 2000 finished at a record on Tuesday.", lambda w: w.record("RUT", "2026-01-13")),
    one("2026-01-28", "Record", D, "The S&P 500 closed at a record.", lambda w: w.record("GSPC", "2026-01-28")),
    one(T, "Record", H, "The Russell 2000 notched its eighth record close of the year.", lambda w: w.nth_record("RUT", 8, T)),
    one(T, "Record", F, "It was the 10th record close of 2026 for the Russell 2000.", lambda w: w.nth_record("RUT", 10, T)),
    one("2026-01-27", "Record", H, "The S&P 500 booked its fourth record of the year.", lambda w: w.nth_record("GSPC", 4, "2026-01-27")),
    one("2026-01-27", "Extreme", F, "The Nasdaq Composite reached its highest close since October 2025.",
        lambda w: w.highest_since("IXIC", "2025-10-31", "2026-01-27")),
    one("2026-01-20", "Extreme", F, "The S&P 500 fell to its lowest close since December 17.",
        lambda w: w.highest_since("GSPC", "2025-12-17", "2026-01-20", -1)),
    one("2026-01-20", "Extreme", F, "The Russell 2000 fell to its lowest level since November 2025.",
        lambda w: w.highest_since("RUT", "2025-11-30", "2026-01-20", -1)),
    one("2026-01-20", "Extreme", H, "It was the worst day for the S&P 500 since October 10, 2025.",
        lambda w: w.extreme_move("GSPC", "2025-10-10", "2026-01-20", -1)),
    one("2026-01-21", "Extreme", H, "The Russell 2000 had its biggest one-day gain since November 2025.",
        lambda w: w.extreme_move("RUT", "2025-11-30", "2026-01-21")),
    one("2026-01-21", "Extreme", F, "It was the best day for the Dow since April 2025.",
        lambda w: w.extreme_move("DJI", "2025-04-30", "2026-01-21")),
    one("2025-04-09", "Extreme", H, "The S&P 500 had its best day since 2008.", lambda w: w.extreme_move("GSPC", "2008-12-31", "2025-04-09")),
]  # fmt: skip

COMPARISONS = [
    one(T, "Comparison", F, "The Russell 2000 outpaced the Nasdaq Composite.", lambda w: w.ahead("RUT", "IXIC", T)),
    one(T, "Comparison", H, "The Russell 2000 outpaced the Dow on Thursday.", lambda w: w.ahead("RUT", "DJI", T)),
    one(T, "Comparison", H, "Small caps beat large caps.", lambda w: w.ahead("RUT", "GSPC", T)),
    one(T, "Comparison", H, "The S&P 500 lagged the Dow.", lambda w: w.ahead("DJI", "GSPC", T)),
    one(T, "Comparison", F, "The Nasdaq Composite trailed the Russell 2000 on Thursday.", lambda w: w.ahead("RUT", "IXIC", T)),
    one("2026-01-23", "Comparison", F, "Small caps outperformed the S&P 500 on Friday.", lambda w: w.ahead("RUT", "GSPC", "2026-01-23")),
    one("2026-01-23", "Comparison", H, "The Russell 2000 underperformed the Nasdaq-100.", lambda w: w.ahead("NDX", "RUT", "2026-01-23")),
    one("2026-01-20", "Comparison", H, "The Russell 2000 fell less than the S&P 500.", lambda w: w.ahead("RUT", "GSPC", "2026-01-20")),
    one("2026-01-20", "Comparison", F, "The Dow fell more than the Nasdaq Composite.", lambda w: w.ahead("IXIC", "DJI", "2026-01-20")),
    one("2026-01-21", "Comparison", H, "The Russell 2000 rose more than the Dow.", lambda w: w.ahead("RUT", "DJI", "2026-01-21")),
    one(T, "Comparison", H, "The Russell 2000 has outperformed the S&P 500 so far this year.",
        lambda w: w.ahead_since("RUT", "GSPC", "2026-01-01", T)),
    one(T, "Comparison", F, "The S&P 500 has outpaced the Dow this year.", lambda w: w.ahead_since("GSPC", "DJI", "2026-01-01", T)),
    one("2026-01-30", "Comparison", H, "The Russell 2000 trailed the S&P 500 in 2025.",
        lambda w: w.ahead_since("GSPC", "RUT", "2025-01-01", "2025-12-31")),
    one("2026-01-30", "Comparison", F, "The Russell 2000 beat the Nasdaq Composite in 2023.",
        lambda w: w.ahead_since("RUT", "IXIC", "2023-01-01", "2023-12-29")),
    one(T, "Comparison", H, "The Russell 2000 outperformed the S&P 500 by 0.21 percentage points.",
        lambda w: w.lead("RUT", "GSPC", 0.21, 2, T)),
    one(T, "Comparison", F, "The Russell 2000 beat the Dow by 0.5 percentage points.", lambda w: w.lead("RUT", "DJI", 0.5, 1, T)),
    one(T, "Comparison", H, "Small caps have persistently outperformed large caps so far this year.",
        lambda w: w.ahead_since("RUT", "GSPC", "2026-01-01", T)),
    one("2026-01-30", "Comparison", H, "IWM outpaced SPY in January.", lambda w: w.ahead_since("IWM", "SPY", "2026-01-01", "2026-01-30")),
    Case(T, "The Russell 2000 rose 0.76 percent, beating the Dow but lagging the Nasdaq Composite.", (
        ("Change", H, lambda w: w.change("RUT", 0.76, 2, T)),
        ("Comparison", H, lambda w: w.ahead("RUT", "DJI", T)),
        ("Comparison", H, lambda w: w.ahead("IXIC", "RUT", T)))),
]  # fmt: skip

STREAKS = [
    one("2026-01-16", "Streak", H, "The Russell 2000 rose for a third straight day.", lambda w: w.run("RUT", 3, 1, "2026-01-16")),
    one("2026-01-27", "Streak", H, "The S&P 500 climbed for a fifth consecutive session.", lambda w: w.run("GSPC", 5, 1, "2026-01-27")),
    one("2026-01-27", "Streak", F, "The Dow advanced for the fourth day in a row.", lambda w: w.run("DJI", 4, 1, "2026-01-27")),
    one("2026-01-28", "Streak", H, "The Nasdaq Composite scored a sixth straight gain.",
        lambda w: w.run("IXIC", 6, 1, "2026-01-28")),
    one("2026-01-30", "Streak", H, "The S&P 500 fell for a third session in a row.", lambda w: w.run("GSPC", 3, -1, "2026-01-30")),
    one("2026-01-28", "Streak", H, "The S&P 500 snapped a five-day winning streak.", lambda w: w.run_ended("GSPC", 5, 1, "2026-01-28")),
    one("2026-01-29", "Streak", F, "The Nasdaq Composite ended a four-day winning streak.", lambda w: w.run_ended("IXIC", 4, 1, "2026-01-29")),
    one("2026-01-21", "Streak", H, "The Dow snapped a two-session losing streak.", lambda w: w.run_ended("DJI", 2, -1, "2026-01-21")),
    one("2025-12-31", "Streak", H, "The Dow fell for the fourth straight day.", lambda w: w.run("DJI", 4, -1, "2025-12-31")),
    one("2026-01-30", "Streak", H, "The Russell 2000 posted its second straight weekly loss.", lambda w: w.run("RUT", 2, -1, "2026-01-30", "W")),
    one("2026-01-16", "Streak", F, "The S&P 500 scored its third consecutive weekly gain.", lambda w: w.run("GSPC", 3, 1, "2026-01-16", "W")),
    one("2026-01-30", "Streak", F, "The Nasdaq Composite rose for a third straight month.", lambda w: w.run("IXIC", 3, 1, "2026-01-30", "M")),
    Case(T, "The Russell 2000 beat the S&P 500 for a 14th straight session.", (
        ("Comparison", H, lambda w: w.ahead("RUT", "GSPC", T)),
        ("Streak", H, lambda w: w.lead_run("RUT", "GSPC", 14, T)))),
    Case("2026-01-21", "The Russell 2000 outpaced the S&P 500 for an 11th straight day.", (
        ("Comparison", H, lambda w: w.ahead("RUT", "GSPC", "2026-01-21")),
        ("Streak", F, lambda w: w.lead_run("RUT", "GSPC", 11, "2026-01-21")))),
]  # fmt: skip

BREADTH = [
    one(T, "Sectors", F, "All 11 sectors of the S&P 500 rose.", lambda w: w.sectors("rose", 11, T)),
    one(T, "Sectors", H, "Seven of the 11 sectors gained.", lambda w: w.sectors("rose", 7, T)),
    one("2026-01-21", "Sectors", H, "Eleven of 11 S&P 500 sectors ended higher.",
        lambda w: w.sectors("rose", 11, "2026-01-21")),
    one("2026-01-21", "Sectors", H, "The rally was broad.", lambda w: w.broad("2026-01-21")),
    one("2026-01-21", "Sectors", H, "Gains spread across sectors.", lambda w: w.broad("2026-01-21")),
    one("2026-01-20", "Sectors", H, "Most sectors fell on Tuesday.",
        lambda w: H if w.sectors("fell", 10, "2026-01-20") == H or w.sectors("fell", 9, "2026-01-20") == H else F),
    one("2026-01-20", "Sectors", F, "Every sector declined.", lambda w: w.sectors("fell", 11, "2026-01-20")),
    one("2026-01-20", "Sectors", F, "It was a broad rally.", lambda w: w.broad("2026-01-20")),
    one(T, "Comparison", H, "Small caps outran the S&P 500.", lambda w: w.ahead("RUT", "GSPC", T)),
]  # fmt: skip

VOLATILITY = [
    one(T, "Volatility", H, "Small caps have been more volatile than large caps over the past year.",
        lambda w: w.swings("RUT", "GSPC", "2025-01-23", T)),
    one(T, "Volatility", F, "The Dow was more volatile than the Nasdaq Composite in 2025.",
        lambda w: F if w.bars["DJI"]["close"].pct_change()["2025"].std() < w.bars["IXIC"]["close"].pct_change()["2025"].std() else H),
    one("2026-01-30", "Volatility", H, "The Dow was less volatile than the Russell 2000 last year.",
        lambda w: H if w.bars["DJI"]["close"].pct_change()["2025"].std() < w.bars["RUT"]["close"].pct_change()["2025"].std() else F),
    one("2026-01-30", "Volatility", F, "The Russell 2000 was less volatile than the S&P 500 in 2024.",
        lambda w: H if w.bars["RUT"]["close"].pct_change()["2024"].std() < w.bars["GSPC"]["close"].pct_change()["2024"].std() else F),
]  # fmt: skip

PRINTS = [
    one(T, "Print", H, "GDP grew 4.4% in the third quarter.", lambda w: w.figure("A191RL1Q225SBEA", "2025-07-01", 4.4, 1)),
    one(T, "Print", F, "Gross domestic product grew 3.1 percent in the third quarter of 2025.",
        lambda w: w.figure("A191RL1Q225SBEA", "2025-07-01", 3.1, 1)),
    one(T, "Print", H, "The economy shrank 0.6% in the first quarter of 2025.", lambda w: w.figure("A191RL1Q225SBEA", "2025-01-01", -0.6, 1)),
    one(T, "Print", F, "Initial jobless claims fell to 200,000.",
        lambda w: H if w.fred["ICSA"].loc[:"2026-01-17"].iloc[-1] == 200000 else F),
    one("2026-01-15", "Print", H, "Jobless claims fell to 201,000.",
        lambda w: H if w.fred["ICSA"]["2026-01-10"] == 201000 < w.fred["ICSA"]["2026-01-03"] else F),
    one(T, "Print", H, "The unemployment rate fell to 4.4 percent in December.", lambda w: w.figure("UNRATE", "2025-12-01", 4.4, 1)),
    one(T, "Print", F, "The jobless rate stood at 4.6% in December.", lambda w: w.figure("UNRATE", "2025-12-01", 4.6, 1)),
    one(T, "Print", H, "The 10-year Treasury yield was 4.26%.", lambda w: w.figure("DGS10", T, 4.26, 2)),
    one(T, "Print", F, "The 10-year yield rose to 4.36 percent.", lambda w: w.figure("DGS10", T, 4.36, 2)),
    one(T, "Print", F, "The economy added 50,000 jobs in December.", lambda w: w.jobs("2025-12-01", 50)),
    one(T, "Print", H, "Nonfarm payrolls rose by 41,000 in November.", lambda w: w.jobs("2025-11-01", 41)),
    one("2026-01-30", "Print", H, "Unemployment was 4.5% in November 2025.", lambda w: w.figure("UNRATE", "2025-11-01", 4.5, 1)),
    one("2020-06-01", "Print", H, "The unemployment rate jumped to 14.8 percent in April.", lambda w: w.figure("UNRATE", "2020-04-01", 14.8, 1)),
]  # fmt: skip

CLAIMS = [*LEVELS, *CHANGES, *PERIODS, *RECORDS, *COMPARISONS, *STREAKS, *BREADTH, *VOLATILITY, *PRINTS]

NO_CLAIMS = """
The rally in small caps has room to run.
We believe the Russell 2000 is attractively valued.
Investors should add to small-cap positions on weakness.
The S&P 500 could rise another 5% by year end.
Analysts expect the Nasdaq Composite to gain 10% this year.
If the Dow falls 3%, buyers will step in.
The Russell 2000 may outperform the S&P 500 next year.
Strategists forecast a gain of 8% for the S&P 500.
Small-cap rallies can be more volatile than those of large caps.
Historically, small caps have outperformed large caps after rate cuts.
On average, the S&P 500 gains 10% a year.
The Russell 2000 did not close at a record.
The S&P 500 is poised to open 0.5% higher.
Will the Russell 2000 reach 3,000?
Did the Dow rise 2% on Thursday?
Is this the best day since April for the Nasdaq?
Apple reported record earnings.
Apple's revenue rose 10% in the quarter.
Nvidia's sales jumped 62 percent.
Apple supplier Foxconn rose 3%.
Nasdaq futures rose 0.4% before the bell.
S&P 500 futures were up 0.3%.
Trading volume on the Nasdaq rose 12%.
Profit margins at Microsoft expanded by two percentage points.
S&P 500 companies grew earnings by 9%.
The Dow component gained market share.
Boeing declined to comment.
Investors in the Russell 2000 lost 3% of their patience.
The bull market feels tired.
We see upside of 12% for the Russell 2000.
Our target for the S&P 500 is 7,500.
The index would have to rise 4% to reach 7,200.
Small caps look cheap relative to large caps.
Lower rates should help small companies.
Stocks rallied because investors expect rate cuts.
The advance reflects optimism about growth.
Had it closed above 7,000, the S&P 500 would have made history.
Without the last hour, the Dow would have gained 400 points.
Traders hope that the Russell 2000 breaks its record.
The S&P 500 failed to hold 7,000.
The S&P 500 ended just shy of a record.
The Nasdaq Composite is within 2% of its record high.
Retail sales rose 0.6% in December.
The euro gained 0.5% against the dollar.
Oil prices fell 2% to $61 a barrel.
Gold rose to a record $4,900 an ounce.
Bitcoin dropped 5%.
The Stoxx 600 rose 0.4% to a record.
Japan's Nikkei closed 1.2% higher at 53,000.
Housing starts fell 4.6% in November.
Our portfolio beat its benchmark by 2%.
Ford recalled 5,000 trucks.
A broad consensus supports the plan.
The company added 500 jobs in Ohio.
Visa rules changed in 2025.
The record shows that he was right.
""".strip().splitlines()
