"""Changes of one session, true and false."""

from __future__ import annotations

from tests.market.claims.corpus.case import Case, T, one
from tests.market.claims.world import D, F, H

CHANGES = [
    one(T, "Change", D, "The Russell 2000 jumped 1.25 percent.", lambda w: w.change("RUT", 1.25, 2, T)),
    one(
        T,
        "Change",
        H,
        "The Russell 2000 rose 0.76 percent on Thursday.",
        lambda w: w.change("RUT", 0.76, 2, T),
    ),
    one(T, "Change", H, "The S&P 500 added 0.55%.", lambda w: w.change("GSPC", 0.55, 2, T)),
    one(T, "Change", H, "The Nasdaq Composite gained 0.9 per cent.", lambda w: w.change("IXIC", 0.9, 1, T)),
    one(T, "Change", H, "The Dow was up 0.63% at the close.", lambda w: w.change("DJI", 0.63, 2, T)),
    one(T, "Change", F, "The Dow tumbled 0.63% on Thursday.", lambda w: w.change("DJI", -0.63, 2, T)),
    one(T, "Change", H, "The Dow rose 306.78 points.", lambda w: w.points("DJI", 306.78, 2, T)),
    one(
        T,
        "Change",
        H,
        "The Dow Jones Industrial Average gained 307 points.",
        lambda w: w.points("DJI", 307, 0, T),
    ),
    one(
        "2026-01-20",
        "Change",
        H,
        "The Dow plunged more than 800 points on Tuesday.",
        lambda w: H if w.bars["DJI"]["close"].diff()["2026-01-20"] < -800 else F,
    ),
    one(
        "2026-01-20",
        "Change",
        H,
        "The S&P 500 slid 2.06 percent, its steepest slide in weeks.",
        lambda w: w.change("GSPC", -2.06, 2, "2026-01-20"),
    ),
    one(
        "2026-01-20",
        "Change",
        H,
        "The tech-heavy Nasdaq Composite sank 2.4%.",
        lambda w: w.change("IXIC", -2.4, 1, "2026-01-20"),
    ),
    one(
        "2026-01-20",
        "Change",
        H,
        "Small caps lost 1.2 percent on the day.",
        lambda w: w.change("RUT", -1.2, 1, "2026-01-20"),
    ),
    one(
        "2026-01-21",
        "Change",
        H,
        "The small-cap Russell 2000 surged nearly 2%.",
        lambda w: H if 1.8 <= w.move("RUT", "2026-01-21") <= 2 else F,
    ),
    one(
        "2026-01-21",
        "Change",
        H,
        "The Nasdaq-100 rallied about 1.4 percent.",
        lambda w: H if abs(w.move("NDX", "2026-01-21") - 1.4) <= 0.14 else F,
    ),
    one(
        "2026-01-21",
        "Change",
        F,
        "The S&P 500 rebounded 1.76 percent.",
        lambda w: w.change("GSPC", 1.76, 2, "2026-01-21"),
    ),
    one(
        "2026-01-23",
        "Change",
        H,
        "The Russell 2000 dropped 1.8 percent on Friday.",
        lambda w: w.change("RUT", -1.8, 1, "2026-01-23"),
    ),
    one(
        "2026-01-23",
        "Change",
        H,
        "The Dow finished 285 points lower.",
        lambda w: w.points("DJI", -285, 0, "2026-01-23"),
    ),
    one(
        "2026-01-23",
        "Change",
        H,
        "The S&P 500 edged up 0.03%.",
        lambda w: w.change("GSPC", 0.03, 2, "2026-01-23"),
    ),
    one("2026-01-27", "Change", H, "The Dow fell on Tuesday.", lambda w: w.down("DJI", "2026-01-27")),
    one("2026-01-27", "Change", F, "The S&P 500 slipped on Tuesday.", lambda w: w.down("GSPC", "2026-01-27")),
    one(
        "2026-01-27", "Change", H, "The Nasdaq Composite closed higher.", lambda w: w.up("IXIC", "2026-01-27")
    ),
    one("2026-01-28", "Change", F, "The S&P 500 ended the day higher.", lambda w: w.up("GSPC", "2026-01-28")),
    one(
        "2026-01-30",
        "Change",
        H,
        "The Russell 2000 ended Friday 1.5% lower.",
        lambda w: w.change("RUT", -1.5, 1, "2026-01-30"),
    ),
    one(
        "2026-01-30",
        "Change",
        H,
        "The Nasdaq-100 shed 332 points.",
        lambda w: w.points("NDX", -332, 0, "2026-01-30"),
    ),
    one(
        "2025-04-09",
        "Change",
        H,
        "The S&P 500 soared 9.52% on April 9, 2025.",
        lambda w: w.change("GSPC", 9.52, 2, "2025-04-09"),
    ),
    one(
        "2025-04-09",
        "Change",
        F,
        "The Russell 2000 soared 12.1% on April 9.",
        lambda w: w.change("RUT", 12.1, 1, "2025-04-09"),
    ),
    one(
        "2026-01-30",
        "Change",
        H,
        "On November 6, 2024, the Russell 2000 jumped 5.84 percent.",
        lambda w: w.change("RUT", 5.84, 2, "2024-11-06"),
    ),
    one(
        "2026-01-30",
        "Change",
        H,
        "The Dow lost 2,997 points on March 16, 2020.",
        lambda w: w.points("DJI", -2997, 0, "2020-03-16"),
    ),
    one(
        "2026-01-30",
        "Change",
        H,
        "The S&P 500 fell 12% on 16 March 2020.",
        lambda w: w.change("GSPC", -12, 0, "2020-03-16"),
    ),
    one(
        "2026-01-30",
        "Change",
        D,
        "The Nasdaq Composite fell 9.3% on March 16, 2020.",
        lambda w: w.change("IXIC", -9.3, 1, "2020-03-16"),
    ),
    one(
        "2024-12-18",
        "Change",
        H,
        "The Dow sank 1,123 points on Wednesday.",
        lambda w: w.points("DJI", -1123, 0, "2024-12-18"),
    ),
    one(T, "Change", H, "SPY added 0.5% on Thursday.", lambda w: w.change("SPY", 0.5, 1, T)),
    one("2026-01-20", "Change", H, "QQQ fell 2.1%.", lambda w: w.change("QQQ", -2.1, 1, "2026-01-20")),
    one(
        "2026-01-23",
        "Change",
        H,
        "IWM declined 1.8 percent.",
        lambda w: w.change("IWM", -1.8, 1, "2026-01-23"),
    ),
    one(
        T,
        "Change",
        H,
        "The Russell 2000 rose as much as 1.4 percent.",
        lambda w: H if round((w.price("RUT", T, "high") / 2698.17 - 1) * 100, 1) == 1.4 else F,
    ),
    one(T, "Change", H, "The VIX dropped 7.5 percent.", lambda w: w.change("VIX", -7.5, 1, T)),
    Case(
        T,
        "The S&P 500 gained 37.73 points, or 0.55 percent, to 6,913.35.",
        (
            ("Change", H, lambda w: w.points("GSPC", 37.73, 2, T)),
            ("Change", H, lambda w: w.change("GSPC", 0.55, 2, T)),
            ("Level", H, lambda w: w.level("GSPC", 6913.35, 2, T)),
        ),
    ),
    Case(
        "2026-01-21",
        "The Dow Jones Industrial Average rose 588.64 points (1.21%) to 49,077.23.",
        (
            ("Change", H, lambda w: w.points("DJI", 588.64, 2, "2026-01-21")),
            ("Change", H, lambda w: w.change("DJI", 1.21, 2, "2026-01-21")),
            ("Level", H, lambda w: w.level("DJI", 49077.23, 2, "2026-01-21")),
        ),
    ),
    Case(
        T,
        "The S&P 500 rose 0.55%, the Nasdaq Composite 0.91% and the Dow 0.63%.",
        (
            ("Change", H, lambda w: w.change("GSPC", 0.55, 2, T)),
            ("Change", H, lambda w: w.change("IXIC", 0.91, 2, T)),
            ("Change", H, lambda w: w.change("DJI", 0.63, 2, T)),
        ),
    ),
    Case(
        "2026-01-27",
        "The S&P 500 rose 0.4%, while the Dow fell 0.8% and the Nasdaq Composite climbed 1.9%.",
        (
            ("Change", H, lambda w: w.change("GSPC", 0.4, 1, "2026-01-27")),
            ("Change", H, lambda w: w.change("DJI", -0.8, 1, "2026-01-27")),
            ("Change", F, lambda w: w.change("IXIC", 1.9, 1, "2026-01-27")),
        ),
    ),
    Case(
        T,
        "Both the Dow and the S&P 500 rose on Thursday.",
        (("Change", H, lambda w: w.up("DJI", T)), ("Change", H, lambda w: w.up("GSPC", T))),
    ),
    Case(
        T,
        "The Russell 2000's 0.76% gain compared with a 0.91% advance for the Nasdaq Composite.",
        (
            ("Change", H, lambda w: w.change("RUT", 0.76, 2, T)),
            ("Change", H, lambda w: w.change("IXIC", 0.91, 2, T)),
        ),
    ),
    Case(
        "2026-01-28",
        "The S&P 500 slipped 0.01%, but the Nasdaq-100 gained 0.32%.",
        (
            ("Change", H, lambda w: w.change("GSPC", -0.01, 2, "2026-01-28")),
            ("Change", H, lambda w: w.change("NDX", 0.32, 2, "2026-01-28")),
        ),
    ),
    Case(
        "2026-01-30",
        "S&P 500 -0.43%, Nasdaq Composite -0.94%, Dow -0.36%.",
        (
            ("Change", H, lambda w: w.change("GSPC", -0.43, 2, "2026-01-30")),
            ("Change", H, lambda w: w.change("IXIC", -0.94, 2, "2026-01-30")),
            ("Change", H, lambda w: w.change("DJI", -0.36, 2, "2026-01-30")),
        ),
    ),
    Case(
        T,
        "The S&P 500 and the Nasdaq Composite rose 0.55% and 0.91%, respectively.",
        (
            ("Change", H, lambda w: w.change("GSPC", 0.55, 2, T)),
            ("Change", H, lambda w: w.change("IXIC", 0.91, 2, T)),
        ),
    ),
    Case(
        T,
        "The Nasdaq Composite (up 0.9%) beat the S&P 500 (up 0.5%).",
        (
            ("Change", H, lambda w: w.change("IXIC", 0.9, 1, T)),
            ("Comparison", H, lambda w: w.ahead("IXIC", "GSPC", T)),
            ("Change", H, lambda w: H if 0.45 <= w.move("GSPC", T) <= 0.55 else F),
        ),
    ),
    Case(
        "2026-01-21",
        "The Russell 2000 rose 2% on Wednesday, outperforming the S&P 500's 1.2% gain.",
        (
            ("Change", H, lambda w: w.change("RUT", 2, 0, "2026-01-21")),
            ("Comparison", H, lambda w: w.ahead("RUT", "GSPC", "2026-01-21")),
            ("Change", H, lambda w: w.change("GSPC", 1.2, 1, "2026-01-21")),
        ),
    ),
    Case(
        "2026-01-20",
        "Wall Street's fear gauge, the VIX, rose 27% on Tuesday to 20.09.",
        (
            ("Change", H, lambda w: w.change("VIX", 27, 0, "2026-01-20")),
            ("Level", H, lambda w: w.level("VIX", 20.09, 2, "2026-01-20")),
        ),
    ),
    Case(
        "2026-01-27",
        "The Dow closed down 0.83% even as the S&P 500 climbed 0.41%.",
        (
            ("Change", H, lambda w: w.change("DJI", -0.83, 2, "2026-01-27")),
            ("Change", H, lambda w: w.change("GSPC", 0.41, 2, "2026-01-27")),
        ),
    ),
]
