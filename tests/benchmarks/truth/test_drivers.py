"""The recomputation of drivers, on leads that were made of known parts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks.truth.drivers import FITTED, JUDGED, PAIRS, lead_drivers
from benchmarks.truth.raw import RawData, calendar_sessions
from benchmarks.truth.reading import Damage, NotStated, Reading

DAYS = calendar_sessions()[-(FITTED + JUDGED + 40) :]
LAST = DAYS[-1]


def folder(path: Path, noise: float, without: pd.Timestamp | None = None) -> RawData:
    """Funds of which IWM leads SPY by half of oil's change and noise."""
    rng = np.random.default_rng(1)
    names = list(dict.fromkeys(name for pair in PAIRS.values() for name in pair))
    moves = pd.DataFrame(rng.normal(0, 0.01, (len(DAYS), len(names))), DAYS, names)
    moves["IWM"] = moves["SPY"] + 0.5 * moves["USO"] + rng.normal(0, noise, len(DAYS))
    path.mkdir()
    closes = 100.0 * (1 + moves).cumprod()
    closes[closes.index != without].to_parquet(path / "etf_adjclose.parquet")
    return RawData(path)


def test_a_known_part_is_found_and_parts_and_rest_are_the_lead(tmp_path: Path) -> None:
    whole = folder(tmp_path / "whole", 0.001)
    read = Reading(Damage(whole, whole), LAST)
    figures = {
        key: lead_drivers(read, "iwm", ["spy", *key.split(".")])
        for key in ("oil.slope", "rest.5d", "lead.5d")
    }
    parts = sum(lead_drivers(read, "iwm", ["spy", word, "part", "5d"]) for word in PAIRS)
    assert figures["oil.slope"] == pytest.approx(0.5, abs=0.03)
    assert parts + figures["rest.5d"] == pytest.approx(figures["lead.5d"], abs=1e-12)
    assert not read.damaged


@pytest.mark.parametrize(
    ("ago", "damaged"), [(1, True), (FITTED + JUDGED, True), (FITTED + JUDGED + 1, False)]
)
def test_a_session_that_the_fits_need_is_noted(tmp_path: Path, ago: int, damaged: bool) -> None:
    whole = folder(tmp_path / "whole", 0.001)
    read = Reading(Damage(whole, folder(tmp_path / "given", 0.001, DAYS[-1 - ago])), LAST)
    lead_drivers(read, "iwm", ["spy", "out_of_sample"])
    assert read.damaged is damaged


def test_no_part_is_stated_of_leads_that_are_noise(tmp_path: Path) -> None:
    whole = folder(tmp_path / "whole", 0.05)
    read = Reading(Damage(whole, whole), LAST)
    assert lead_drivers(read, "iwm", ["spy", "out_of_sample"]) < 0.25
    with pytest.raises(NotStated):
        lead_drivers(read, "iwm", ["spy", "oil", "part", "1d"])
