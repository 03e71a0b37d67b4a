"""Lists of members as people and fund companies write them: CSV, with or without a preamble."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from market.datasets.company_names import company_name
from market.datasets.members import Member
from market.errors import MarketError

# What iShares, Wikipedia-like lists and an operator call the same thing.
_COLUMNS = {
    "ticker": ("ticker", "symbol"),
    "name": ("name", "company", "security"),
    "sector": ("sector", "category", "gics sector"),
    "weight": ("weight (%)", "weight"),
    "quantity": ("quantity", "shares"),
    "price": ("price",),
    "kind": ("asset class",),
    "exchange": ("exchange",),
}
_SECTORS = {"communication": "Communication Services"}
# Share classes that are written without the hyphen of Yahoo. A rule cannot tell them: RUSHA is whole.
_CLASSES = {
    ticker.replace("-", ""): ticker
    for ticker in (
        "AKO-A",
        "BF-A",
        "BF-B",
        "BH-A",
        "BIO-B",
        "BRK-A",
        "BRK-B",
        "CRD-A",
        "CRD-B",
        "CWEN-A",
        "GEF-B",
        "GTN-A",
        "HEI-A",
        "HVT-A",
        "LEN-B",
        "LGF-A",
        "LGF-B",
        "MKC-V",
        "MOG-A",
        "MOG-B",
        "PBR-A",
        "STZ-B",
        "UHAL-B",
        "WSO-B",
    )
}
_TICKER = re.compile(r"[A-Z]{1,5}([.\-][A-Z]{1,2})?")
_DATED = re.compile(r"(\d{4}-\d{2}(?:-\d{2})?)")


class BadList(MarketError):
    """The text is no list of members."""


@dataclass(frozen=True, slots=True)
class ListFile:
    """What a list says: its members, and its own date where it has one."""

    rows: tuple[Member, ...]
    as_of: date | None


def read(text: str) -> ListFile:
    """The members in `text`: a header row with a ticker column, after any number of other lines; cells between commas,
    semicolons or tabs.

    Rows that are no listed equity (cash, futures, unlisted, escrows, `-`) are left out, a ticker
    that comes twice counts once. Quantities and prices are read where there are such columns.
    Weights are in per cent in a column "Weight (%)", and in a column "weight" too when they sum to
    more than 1.5. Raises BadList.

    >>> found = read("ticker,name,sector,weight\\nMOGA,Moog,Industrials,0.6\\n-,Cash,,0.4\\n")
    >>> [(row.ticker, row.name, row.sector, row.weight) for row in found.rows]
    [('MOG-A', 'Moog', 'Industrials', 0.6)]
    """
    lines, start = _table(text.lstrip("\ufeff").splitlines())
    if start is None:
        raise BadList("This is no list of members. It needs a header such as ticker,name,sector,weight.")
    places = _places(lines[start])
    found: dict[str, Member] = {}
    for cells in lines[start + 1 :]:
        if len(cells) < len(lines[start]):
            if any(cells) and found:
                break  # the small print below the table
            continue
        member = _member(dict(_read_row(cells, places)))
        if member is not None:
            found.setdefault(member.ticker, member)
    if not found:
        raise BadList("This list has no members. Each row needs a ticker.")
    percent = "weight (%)" in (cell.strip().lower() for cell in lines[start])
    return ListFile(_scaled(tuple(found.values()), percent), _as_of(lines[:start]))


def yahoo_ticker(ticker: str) -> str:
    """`yahoo_ticker("MOGA") == "MOG-A"`, `yahoo_ticker("BRK.B") == "BRK-B"`."""
    plain = ticker.strip().upper().replace(".", "-").replace("/", "-").replace(" ", "-")
    return _CLASSES.get(plain, plain)


def date_in(name: str) -> date | None:
    """The date in a file's name: `IWM_holdings_2026-05-05.csv`, `sp500_members_2026-08.csv`."""
    match = _DATED.search(name)
    if match is None:
        return None
    text = match[1] if len(match[1]) == 10 else f"{match[1]}-01"
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _table(rows: list[str]) -> tuple[list[list[str]], int | None]:
    """All cells, and the place of the header; None where there is none."""
    for separator in ",;\t":
        lines = list(csv.reader(rows, delimiter=separator))
        start = next((n for n, cells in enumerate(lines) if _is_header(cells)), None)
        if start is not None:
            return lines, start
    return [], None


def _is_header(cells: list[str]) -> bool:
    return len(cells) > 1 and any(cell.strip().lower() in _COLUMNS["ticker"] for cell in cells)


def _places(header: list[str]) -> dict[str, int]:
    names = [cell.strip().lower() for cell in header]
    return {
        what: names.index(name) for what, known in _COLUMNS.items() for name in known[::-1] if name in names
    }


def _read_row(cells: list[str], places: dict[str, int]) -> Iterator[tuple[str, str]]:
    for what, place in places.items():
        yield what, cells[place].strip()


def _member(row: dict[str, str]) -> Member | None:
    """None for what is no listed share."""
    ticker = yahoo_ticker(row["ticker"])
    if not _TICKER.fullmatch(ticker):
        return None
    if row.get("kind", "Equity").casefold() != "equity":
        return None
    exchange = row.get("exchange", "").casefold()
    if exchange.startswith(("no market", "non-nms")):
        return None
    sector = row.get("sector", "")
    comma = "," in row.get("weight", "")  # a weight has no thousands: decimals follow a comma in this row
    return Member(
        ticker,
        company_name(row.get("name") or ticker, ticker),
        _SECTORS.get(sector.casefold(), sector) or "Unknown",
        _number(row.get("weight", ""), comma),
        _number(row.get("quantity", ""), comma),
        _number(row.get("price", ""), comma),
    )


def _scaled(rows: tuple[Member, ...], percent: bool) -> tuple[Member, ...]:
    total = sum(row.weight for row in rows if row.weight == row.weight)
    if not percent and total <= 1.5:
        return rows
    return tuple(replace(row, weight=row.weight / 100) for row in rows)


def _number(text: str, comma: bool) -> float:
    """`comma`: decimals follow a comma, and points mark thousands."""
    plain = text.replace(".", "").replace(",", ".") if comma else text.replace(",", "")
    try:
        return float(plain.removesuffix("%"))
    except ValueError:
        return float("nan")


def _as_of(preamble: list[list[str]]) -> date | None:
    """iShares: `Fund Holdings as of,"May 05, 2026"`."""
    for cells in preamble:
        if len(cells) > 1 and cells[0].strip().lower().startswith("fund holdings as of"):
            try:
                return datetime.strptime(cells[1].strip(), "%b %d, %Y").date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                return None
    return None
