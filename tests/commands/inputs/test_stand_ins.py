"""A fund that stands in for its index never meets itself."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd
import pytest

from commands.inputs.stand_ins import once_each
from market.bars import Bars, tidy
from market.provenance import Provenance
from market.symbols import Symbol

RUT, IWM, SPY = (Symbol.parse(word) for word in ("rut", "iwm", "spy"))


def bars(symbol: Symbol, *notes: str) -> Bars:
    frame = tidy(pd.DataFrame({"close": [1.0, 2.0]}, pd.DatetimeIndex(["2026-01-21", "2026-01-22"])))
    return Bars(symbol, frame, Provenance("By hand", datetime(2026, 1, 22, 21, tzinfo=UTC), notes=notes))


@pytest.mark.parametrize("asked", [(RUT, IWM), (IWM, RUT)])
def test_it_is_there_once_and_says_for_whom(asked: tuple[Symbol, ...]) -> None:
    known = {RUT: bars(IWM, "IWM stands in for the Russell 2000."), IWM: bars(IWM)}
    kept, (note,) = once_each(asked, [known[symbol] for symbol in asked])
    assert [own.symbol for own in kept] == [IWM]
    assert kept[0].notes == ("IWM stands in for the Russell 2000.",)
    assert note.startswith("IWM is there once: it stands in for the Russell 2000, which is not available")


def test_different_markets_stay_in_their_order() -> None:
    assert [own.symbol for own in once_each((SPY, IWM), (bars(SPY), bars(IWM)))[0]] == [SPY, IWM]
