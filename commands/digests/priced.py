"""Whose prices a digest reads, in the order in which they are missed."""

from __future__ import annotations

from commands.inputs.event_sources import GAUGES
from market.analytics.rotation import FUNDS as ROTATION
from market.analytics.sectors import FUNDS as SECTORS
from market.analytics.size_ladder import FUNDS as SIZES
from market.symbols import Symbol

SUBJECT = Symbol.parse("rut")
BENCHMARKS = tuple(Symbol.parse(word) for word in ("spx", "ixic", "ndx", "dji"))
_FUNDS = dict.fromkeys((*ROTATION, *GAUGES, *SIZES, *SECTORS))
PRICED = (SUBJECT, *BENCHMARKS, *map(Symbol.parse, _FUNDS))
