"""Runs of sessions, weeks and months."""

from __future__ import annotations

from tests.market.claims.corpus.case import Case, T, one
from tests.market.claims.world import F, H

STREAKS = [
    one(
        "2026-01-16",
        "Streak",
        H,
        "The Russell 2000 rose for a third straight day.",
        lambda w: w.run("RUT", 3, 1, "2026-01-16"),
    ),
    one(
        "2026-01-27",
        "Streak",
        H,
        "The S&P 500 climbed for a fifth consecutive session.",
        lambda w: w.run("GSPC", 5, 1, "2026-01-27"),
    ),
    one(
        "2026-01-27",
        "Streak",
        F,
        "The Dow advanced for the fourth day in a row.",
        lambda w: w.run("DJI", 4, 1, "2026-01-27"),
    ),
    one(
        "2026-01-28",
        "Streak",
        H,
        "The Nasdaq Composite scored a sixth straight gain.",
        lambda w: w.run("IXIC", 6, 1, "2026-01-28"),
    ),
    one(
        "2026-01-30",
        "Streak",
        H,
        "The S&P 500 fell for a third session in a row.",
        lambda w: w.run("GSPC", 3, -1, "2026-01-30"),
    ),
    one(
        "2026-01-28",
        "Streak",
        H,
        "The S&P 500 snapped a five-day winning streak.",
        lambda w: w.run_ended("GSPC", 5, 1, "2026-01-28"),
    ),
    one(
        "2026-01-29",
        "Streak",
        F,
        "The Nasdaq Composite ended a four-day winning streak.",
        lambda w: w.run_ended("IXIC", 4, 1, "2026-01-29"),
    ),
    one(
        "2026-01-21",
        "Streak",
        H,
        "The Dow snapped a two-session losing streak.",
        lambda w: w.run_ended("DJI", 2, -1, "2026-01-21"),
    ),
    one(
        "2025-12-31",
        "Streak",
        H,
        "The Dow fell for the fourth straight day.",
        lambda w: w.run("DJI", 4, -1, "2025-12-31"),
    ),
    one(
        "2026-01-30",
        "Streak",
        H,
        "The Russell 2000 posted its second straight weekly loss.",
        lambda w: w.run("RUT", 2, -1, "2026-01-30", "W"),
    ),
    one(
        "2026-01-16",
        "Streak",
        F,
        "The S&P 500 scored its third consecutive weekly gain.",
        lambda w: w.run("GSPC", 3, 1, "2026-01-16", "W"),
    ),
    one(
        "2026-01-30",
        "Streak",
        F,
        "The Nasdaq Composite rose for a third straight month.",
        lambda w: w.run("IXIC", 3, 1, "2026-01-30", "M"),
    ),
    Case(
        T,
        "The Russell 2000 beat the S&P 500 for a 14th straight session.",
        (
            ("Comparison", H, lambda w: w.ahead("RUT", "GSPC", T)),
            ("Streak", H, lambda w: w.lead_run("RUT", "GSPC", 14, T)),
        ),
    ),
    Case(
        "2026-01-21",
        "The Russell 2000 outpaced the S&P 500 for an 11th straight day.",
        (
            ("Comparison", H, lambda w: w.ahead("RUT", "GSPC", "2026-01-21")),
            ("Streak", F, lambda w: w.lead_run("RUT", "GSPC", 11, "2026-01-21")),
        ),
    ),
    Case(
        T,
        "The Russell 2000 finished up 0.8%, its 14th straight session of outperforming the S&P 500.",
        (
            ("Change", H, lambda w: w.change("RUT", 0.8, 1, T)),
            ("Streak", H, lambda w: w.lead_run("RUT", "GSPC", 14, T)),
            ("Comparison", H, lambda w: w.ahead("RUT", "GSPC", T)),
        ),
    ),
]
