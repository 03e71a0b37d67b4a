"""What somebody holds, valued from the raw files, share by share."""

from __future__ import annotations

from benchmarks.truth.prices import base_session
from benchmarks.truth.reading import NotStated, Reading

KEPT = "/portfolio add 10 IWM at 150, 5 SPY at 400, 4 QQQ at 300"
HELD = {"IWM": (10.0, 150.0), "SPY": (5.0, 400.0), "QQQ": (4.0, 300.0)}


def holdings(read: Reading, figure: str, rest: list[str]) -> float:
    """`holdings.value`, `.paid`, `.gain`, `.gained`, `.change.PERIOD`; `holdings.iwm.value`, `.gain`, `.gained`,
    `.weight`."""
    values = {name: count * read.at(name, "close") for name, (count, _cost) in HELD.items()}
    whole = sum(values.values())
    if figure == "change":
        return whole / sum(_at_base(read, rest[0]).values()) - 1
    if figure.upper() in HELD:
        count, cost = HELD[figure.upper()]
        value, paid = values[figure.upper()], count * cost
        return {"value": value, "gain": value - paid, "gained": value / paid - 1, "weight": value / whole}[
            rest[0]
        ]
    paid = sum(count * cost for count, cost in HELD.values())
    return {"value": whole, "paid": paid, "gain": whole - paid, "gained": whole / paid - 1}[figure]


def contribution_held(read: Reading, rest: list[str]) -> float:
    """`contribution.holdings.member.iwm.PERIOD`: the change of a value over the value of all at the base."""
    if rest[0] != "member" or rest[1].upper() not in HELD:
        raise NotStated(rest[0])
    before, name = _at_base(read, rest[2]), rest[1].upper()
    return (HELD[name][0] * read.at(name, "close") - before[name]) / sum(before.values())


def _at_base(read: Reading, period: str) -> dict[str, float]:
    """Values at the period's base."""
    out = {}
    for name, (count, _cost) in HELD.items():
        series = read.upto(name, "close")
        day = base_session(series.index, period)
        read.note(name, "close", day)
        out[name] = count * float(series.loc[day])
    return out
