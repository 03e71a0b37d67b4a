"""Pixels to a PNG of 256 colours."""

from __future__ import annotations

import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from charts.drawing.png import encoded

PAPER = (20, 23, 28, 255)


def _decoded(pixels: NDArray[np.uint8]) -> NDArray[np.int64]:
    with Image.open(io.BytesIO(encoded(pixels))) as image:
        return np.asarray(image.convert("RGB")).astype("int64")


def _page(inked: float) -> NDArray[np.uint8]:
    """A page of 60 by 80 pixels of which this share is drawn on, in thousands of colours."""
    rng = np.random.default_rng(7)
    pixels = np.full((60, 80, 4), PAPER, np.uint8)
    places = rng.random((60, 80)) < inked
    places[0, 0] = False
    pixels[places, :3] = rng.integers(0, 256, (places.sum(), 3))
    return pixels


def test_paper_alone_stays_exactly_itself() -> None:
    assert (_decoded(_page(0.0)) == PAPER[:3]).all()


@pytest.mark.parametrize("inked", [0.02, 0.3, 0.97])
def test_leaving_the_paper_out_changes_no_pixel(inked: float) -> None:
    pixels = _page(inked)
    whole = Image.fromarray(pixels).quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    expected = np.asarray(whole.convert("RGB")).astype("int64")
    expected[np.asarray(whole) == whole.getpixel((0, 0))] = PAPER[:3]
    np.testing.assert_array_equal(_decoded(pixels), expected)
