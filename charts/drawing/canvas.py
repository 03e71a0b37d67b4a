"""Matplotlib's canvas and renderer of pixels, with text measured letter by letter."""

from __future__ import annotations

from typing import Any

from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg

from charts.layout.text_width import glyphs, letter_extent


class LetterRenderer(RendererAgg):
    """Measures a text by its letters, which are measured once a process: the font has neither kerning nor
    ligatures. Matplotlib lays each text out for its size, and once more to draw it."""

    def get_text_width_height_descent(self, s: str, prop: Any, ismath: Any) -> tuple[float, float, float]:
        """In pixels. Text that the font cannot write is measured by matplotlib."""
        if ismath or not s or not glyphs().issuperset(map(ord, s)):
            return super().get_text_width_height_descent(s, prop, ismath)  # type: ignore[no-untyped-call,no-any-return]
        bold, size = prop.get_weight() == "bold", prop.get_size_in_points()
        extents = [letter_extent(letter, bold, size, self.dpi) for letter in s]
        advances, ascents, descents = zip(*extents, strict=True)
        return sum(advances), max(ascents) + max(descents), max(descents)


class PictureCanvas(FigureCanvasAgg):
    """The canvas of every picture: of one size from its first drawing on."""

    def draw(self) -> None:
        # Letters are loaded only now; hinted ones would be wider than those that the layout measured.
        with rc_context({"text.hinting": "none"}):
            super().draw()  # type: ignore[no-untyped-call]

    def get_renderer(self) -> Any:
        if getattr(self, "renderer", None) is None:
            size = self.get_width_height(physical=True)
            self.renderer = LetterRenderer(*size, self.figure.dpi)  # type: ignore[no-untyped-call]
        return self.renderer
