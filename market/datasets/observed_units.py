"""Observations of an economic series in another unit than the rest, such as fractions among per cents."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from market.datasets.macro_observations import Observations

_JUMP = np.log(40.0)  # from one observation to the next; the federal funds rate has gone up thirteenfold


def inspect_observations(found: Observations) -> Observations:
    """The observations that are in the unit of most of them, with a note on those that are left out. A series that
    crosses zero may jump as it likes."""
    values = found.values
    if values.empty or not (values > 0).all():
        return found
    steps = np.diff(np.log(values.to_numpy("float64")), prepend=np.log(values.iloc[0]))
    powers = np.round(np.cumsum(np.where(np.abs(steps) > _JUMP, steps, 0.0)) / np.log(10.0))
    units, counts = np.unique(powers, return_counts=True)
    other = powers != units[counts.argmax()]
    if not other.any():
        return found
    doubted, believed = values[other], values[~other]
    first = doubted.index[0]
    note = (
        f"Doubtful values of {found.series.named} are left out: {len(doubted)} from {first:%Y-%m-%d} on, such as "
        f"{doubted.iloc[0]:g} among values like {believed.iloc[-1]:g}, as in another unit."
    )
    released = None if other[-1] else found.released
    return replace(found, values=believed, released=released, provenance=found.provenance.noted(note))
