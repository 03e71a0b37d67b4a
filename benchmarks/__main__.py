"""`make bench`: every row, or those of the named modules (`python -m benchmarks pictures answers`)."""

from __future__ import annotations

import importlib
import sys

from rich.console import Console
from rich.table import Table

MODULES = ("pictures", "answers", "start", "load", "faces", "mathematics", "claims")


def main(names: list[str]) -> int:
    """Print the table; 1 when a row does not hold, 2 when there is no such module."""
    if unknown := [name for name in names if name not in MODULES]:
        print(f"no rows in {', '.join(unknown)}; there are {', '.join(MODULES)}", file=sys.stderr)
        return 2
    table = Table("measured", "ours", "beside", "ratio", "at most", "", title="Bellwether, side by side")
    missed = 0
    for name in names or MODULES:
        for row in importlib.import_module(f"benchmarks.{name}").rows():
            missed += not row.holds
            table.add_row(
                f"{row.name}{chr(10) + row.note if row.note else ''}",
                f"{row.ours:,.2f} {row.unit}",
                f"{row.theirs:,.2f} {row.unit}",
                f"{row.ratio:.3f}",
                f"{row.at_most:g}",
                "holds" if row.holds else "MISSED",
            )
    Console(width=130).print(table)
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
