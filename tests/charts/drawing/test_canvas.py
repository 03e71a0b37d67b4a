"""Text is measured letter by letter, and drawn as wide as it was measured."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from matplotlib import rc_context
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from charts.drawing.canvas import LetterRenderer, PictureCanvas
from charts.layout.text_width import register_fonts, width

FAMILY = "Bellwether Sans"
RENDERERS: tuple[Any, Any] = (LetterRenderer, RendererAgg)
TEXTS = ("RUT led NDX by 8.55 points", "AVATAR, To. fi", "−", " − +5% ", "Échéance à Łódź")


@pytest.mark.parametrize("weight", ["normal", "bold"])
@pytest.mark.parametrize("text", TEXTS)
def test_a_texts_letters_measure_what_matplotlib_measures_of_the_whole(text: str, weight: str) -> None:
    register_fonts()
    letters = FontProperties(family=FAMILY, size=26, weight=weight)
    with rc_context({"text.hinting": "none"}):
        ours, whole = (
            kind(100, 100, 108).get_text_width_height_descent(text, letters, False) for kind in RENDERERS
        )
    assert ours == pytest.approx(whole)


def test_letters_are_drawn_where_the_layout_expects_them() -> None:
    register_fonts()
    figure = Figure(figsize=(10, 1), dpi=72)
    canvas: Any = PictureCanvas(figure)
    text = "2" * 40
    figure.text(0.0, 0.5, text, fontfamily=FAMILY, fontsize=26)
    canvas.draw()
    ink = np.flatnonzero((np.asarray(canvas.buffer_rgba())[..., 0] < 128).any(axis=0))
    assert ink[-1] == pytest.approx(width(text, 26), abs=4)  # hinted, they end 13 points further right
