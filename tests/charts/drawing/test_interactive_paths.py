"""Paths after an event as data for a browser."""

from __future__ import annotations

import json

import numpy as np
import pytest

from charts.drawing.interactive import interactive, is_interactive
from charts.pictures.events import Fan
from charts.theme import DARK, Mode
from tests.bot.pictures import words

PATHS = np.array([[0.0, 0.01, 0.02], [0.0, -0.01, np.nan]])
FAN = Fan(
    words("It rose"), PATHS, np.array([0.0, 0.0, 0.02]), np.array([0.0, 0.001, 0.002]),
    np.array([0.0, -0.01, 0.02]), np.array([0.0, 0.01, 0.02]), marks=((1, "1 session"), (21, "1 month")),
)  # fmt: skip


def test_the_middle_what_is_usual_the_band_and_every_path_are_given_by_session() -> None:
    data = json.loads(json.dumps(interactive(FAN, Mode.DARK), allow_nan=False))
    (panel,) = data["panels"]
    assert data["steps"] == 3
    assert data["steps_named"] == [[1, "1 session"]]
    assert {line["label"]: line["values"] for line in panel["lines"]} == {
        "any day": [0.0, 0.001, 0.002],
        "median": [0.0, 0.0, 0.02],
    }
    assert panel["paths"]["values"] == [[0.0, 0.01, 0.02], [0.0, -0.01, None]]
    assert (panel["range"]["low"], panel["range"]["high"]) == ([0.0, -0.01, 0.02], [0.0, 0.01, 0.02])
    scale = FAN.scale()
    assert (panel["scale"]["low"], panel["labels"]) == (pytest.approx(scale.low), list(scale.labels))
    assert panel["range"]["colour"] == FAN.shade(DARK)


def test_without_a_middle_there_is_nothing_to_ask() -> None:
    nothing = np.full(3, np.nan)
    assert not is_interactive(Fan(words("Nothing"), PATHS, nothing, nothing))
