"""Changes over weeks, months and years."""

from __future__ import annotations

from tests.market.claims.corpus.case import Case, T, one
from tests.market.claims.world import F, H

PERIODS = [
    one(
        T,
        "Change",
        H,
        "The Russell 2000 is up 9.5% so far this year.",
        lambda w: w.period("RUT", 9.5, 1, "2026-01-01", T),
    ),
    one(
        T,
        "Change",
        H,
        "Year to date, the S&P 500 has gained 0.99 percent.",
        lambda w: w.period("GSPC", 0.99, 2, "2026-01-01", T),
    ),
    one(
        T,
        "Change",
        F,
        "The Nasdaq Composite has added 3.8% this year.",
        lambda w: w.period("IXIC", 3.8, 1, "2026-01-01", T),
    ),
    one(
        "2026-01-30",
        "Change",
        H,
        "The S&P 500 rose 16.4% in 2025.",
        lambda w: w.period("GSPC", 16.4, 1, "2025-01-01", "2025-12-31"),
    ),
    one(
        "2026-01-30",
        "Change",
        H,
        "The Nasdaq Composite gained 20.36 percent last year.",
        lambda w: w.period("IXIC", 20.36, 2, "2025-01-01", "2025-12-31"),
    ),
    one(
        "2026-01-30",
        "Change",
        H,
        "In 2022, the Russell 2000 fell 21.6 percent.",
        lambda w: w.period("RUT", -21.6, 1, "2022-01-01", "2022-12-30"),
    ),
    one(
        "2026-01-30",
        "Change",
        F,
        "The Dow climbed 21% in 2024.",
        lambda w: w.period("DJI", 21, 0, "2024-01-01", "2024-12-31"),
    ),
    one(
        "2026-01-30",
        "Change",
        H,
        "The Russell 2000 surged 18.3% in November 2020.",
        lambda w: w.period("RUT", 18.3, 1, "2020-11-01", "2020-11-30"),
    ),
    one(
        "2026-01-30",
        "Change",
        H,
        "The S&P 500 rose 1.4% in January.",
        lambda w: w.period("GSPC", 1.4, 1, "2026-01-01", "2026-01-30"),
    ),
    one(
        "2026-01-30",
        "Change",
        H,
        "For the month, the Russell 2000 gained 5.3%.",
        lambda w: w.period("RUT", 5.3, 1, "2026-01-01", "2026-01-30"),
    ),
    one(
        "2026-01-30",
        "Change",
        H,
        "The Russell 2000 lost 2.1% for the week.",
        lambda w: w.period("RUT", -2.1, 1, "2026-01-26", "2026-01-30"),
    ),
    one(
        "2026-01-16",
        "Change",
        H,
        "The Dow ended the week down 0.3%.",
        lambda w: w.period("DJI", -0.3, 1, "2026-01-12", "2026-01-16"),
    ),
    one(
        "2026-01-30",
        "Change",
        H,
        "Last week the S&P 500 fell 0.35 percent.",
        lambda w: w.period("GSPC", -0.35, 2, "2026-01-19", "2026-01-23"),
    ),
    one(
        "2026-01-30",
        "Change",
        F,
        "The Nasdaq-100 dropped 1.3% last week.",
        lambda w: w.period("NDX", -1.3, 1, "2026-01-19", "2026-01-23"),
    ),
    one(
        T,
        "Change",
        H,
        "The Russell 2000 has gained 54.4% since April 8, 2025.",
        lambda w: w.period("RUT", 54.4, 1, "2025-04-09", T),
    ),
    one(
        T,
        "Change",
        H,
        "Since the end of September, the Russell 2000 has risen 11.6%.",
        lambda w: w.period("RUT", 11.6, 1, "2025-10-01", T),
    ),
    one(
        "2026-01-30",
        "Change",
        H,
        "Small caps fell 22% in March 2020.",
        lambda w: w.period("RUT", -22, 0, "2020-03-01", "2020-03-31"),
    ),
    one(
        T,
        "Change",
        F,
        "The Dow has lost 2.8% this year.",
        lambda w: w.period("DJI", -2.8, 1, "2026-01-01", T),
    ),
    one(
        T,
        "Change",
        H,
        "The benchmark S&P 500 is now up 1% for 2026.",
        lambda w: w.period("GSPC", 1, 0, "2026-01-01", T),
    ),
    one(
        T,
        "Change",
        H,
        "The gauge of small-cap stocks has climbed 9.54% since the beginning of January.",
        lambda w: w.period("RUT", 9.54, 2, "2026-01-01", T),
    ),
    one(
        "2026-01-30",
        "Level",
        H,
        "The Russell 2000 ended 2025 at 2,481.91.",
        lambda w: w.level("RUT", 2481.91, 2, "2025-12-31"),
    ),
    Case(
        T,
        "The Russell 2000 is up 9.5% this year, compared with 1% for the S&P 500.",
        (
            ("Change", H, lambda w: w.period("RUT", 9.5, 1, "2026-01-01", T)),
            ("Change", H, lambda w: w.period("GSPC", 1, 0, "2026-01-01", T)),
        ),
    ),
    Case(
        "2026-01-30",
        "The S&P 500 rose 16.4% in 2025, while the Dow gained 13%.",
        (
            ("Change", H, lambda w: w.period("GSPC", 16.4, 1, "2025-01-01", "2025-12-31")),
            ("Change", H, lambda w: w.period("DJI", 13, 0, "2025-01-01", "2025-12-31")),
        ),
    ),
    Case(
        T,
        "The Russell 2000, up 9.5% this year, rose 0.8%.",
        (
            ("Change", H, lambda w: w.period("RUT", 9.5, 1, "2026-01-01", T)),
            ("Change", H, lambda w: w.change("RUT", 0.8, 1, T)),
        ),
    ),
    one(
        "2025-10-01",  # in the first days of the new quarter
        "Comparison",
        H,
        "Small caps beat the S&P 500 over the quarter.",
        lambda w: w.ahead_since("RUT", "GSPC", "2025-07-01", "2025-09-30"),
    ),
    Case(
        "2025-10-01",
        "The Dow ended the quarter at 46,397.89, with small caps ahead of it.",
        (
            ("Level", H, lambda w: w.level("DJI", 46_397.89, 2, "2025-09-30")),
            ("Comparison", H, lambda w: w.ahead_since("RUT", "DJI", "2025-07-01", "2025-09-30")),
        ),
    ),
    one(
        "2025-10-01",
        "Change",
        F,
        "The S&P 500 gained 3.5% this month.",
        lambda w: w.period("GSPC", 3.5, 1, "2025-10-01", "2025-10-01"),
    ),
    one(
        "2025-10-01",
        "Streak",
        H,
        "The Nasdaq Composite has now risen six months in a row.",
        lambda w: w.run("IXIC", 6, 1, "2025-09-30", "M"),
    ),
    one(
        "2025-10-01",
        "Streak",
        F,
        "The S&P 500 has now risen seven months in a row.",
        lambda w: w.run("GSPC", 7, 1, "2025-09-30", "M"),
    ),
]
