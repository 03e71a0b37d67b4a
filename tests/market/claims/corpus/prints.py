"""Economic figures."""

from __future__ import annotations

from tests.market.claims.corpus.case import T, one
from tests.market.claims.world import F, H

PRINTS = [
    one(
        T,
        "MacroPrint",
        H,
        "GDP grew 4.4% in the third quarter.",
        lambda w: w.figure("A191RL1Q225SBEA", "2025-07-01", 4.4, 1),
    ),
    one(
        T,
        "MacroPrint",
        F,
        "Gross domestic product grew 3.1 percent in the third quarter of 2025.",
        lambda w: w.figure("A191RL1Q225SBEA", "2025-07-01", 3.1, 1),
    ),
    one(
        T,
        "MacroPrint",
        H,
        "The economy shrank 0.6% in the first quarter of 2025.",
        lambda w: w.figure("A191RL1Q225SBEA", "2025-01-01", -0.6, 1),
    ),
    one(
        T,
        "MacroPrint",
        F,
        "Initial jobless claims fell to 180,000.",
        lambda w: H if w.fred["ICSA"].loc[:"2026-01-17"].iloc[-1] == 180000 else F,
    ),
    one(
        "2026-01-15",
        "MacroPrint",
        H,
        "Jobless claims fell to 201,000.",
        lambda w: H if w.fred["ICSA"]["2026-01-10"] == 201000 < w.fred["ICSA"]["2026-01-03"] else F,
    ),
    one(
        T,
        "MacroPrint",
        H,
        "The unemployment rate fell to 4.4 percent in December.",
        lambda w: w.figure("UNRATE", "2025-12-01", 4.4, 1),
    ),
    one(
        T,
        "MacroPrint",
        F,
        "The jobless rate stood at 4.6% in December.",
        lambda w: w.figure("UNRATE", "2025-12-01", 4.6, 1),
    ),
    one(T, "MacroPrint", H, "The 10-year Treasury yield was 4.26%.", lambda w: w.figure("DGS10", T, 4.26, 2)),
    one(
        T, "MacroPrint", F, "The 10-year yield rose to 4.36 percent.", lambda w: w.figure("DGS10", T, 4.36, 2)
    ),
    # Further off than revisions reach: a nearer figure counts as no data.
    one(
        T, "MacroPrint", F, "The economy added 250,000 jobs in December.", lambda w: w.jobs("2025-12-01", 250)
    ),
    one(
        T, "MacroPrint", H, "Nonfarm payrolls rose by 41,000 in November.", lambda w: w.jobs("2025-11-01", 41)
    ),
    one(
        "2026-01-30",
        "MacroPrint",
        H,
        "Unemployment was 4.5% in November 2025.",
        lambda w: w.figure("UNRATE", "2025-11-01", 4.5, 1),
    ),
    one(
        "2020-06-01",
        "MacroPrint",
        H,
        "The unemployment rate jumped to 14.8 percent in April.",
        lambda w: w.figure("UNRATE", "2020-04-01", 14.8, 1),
    ),
    one(
        T,
        "MacroPrint",
        H,
        "U.S. GDP expanded at a 4.4% annual rate in the third quarter.",
        lambda w: w.figure("A191RL1Q225SBEA", "2025-07-01", 4.4, 1),
    ),
    one(
        T,
        "MacroPrint",
        H,
        "Jobless claims rose to 210,000 in the week ended January 17.",
        lambda w: H if w.fred["ICSA"]["2026-01-17"] == 210000 > w.fred["ICSA"]["2026-01-10"] else F,
    ),
]
