"""What every picture has, whatever it shows."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from PIL import Image

from charts.comparison import Comparison
from charts.level import Level
from charts.render import ALT_LIMIT, Picture, PictureError, compose, render
from charts.spec import Caption, Line, Mode


@pytest.mark.parametrize("mode", list(Mode))
def test_a_picture_is_an_opaque_png_of_the_size_asked_for(
    mode: Mode, caption: Caption, line: Callable[..., Line]
) -> None:
    picture = render(Level(caption, line()), mode, (800, 500))
    with Image.open(io.BytesIO(picture.png)) as image:
        assert (image.size, image.mode, image.format) == ((800, 500), "RGB", "PNG")
        assert not image.info  # no time stamp, no software, nothing that differs between two runs
    assert (picture.width, picture.height) == (800, 500)


def test_the_same_spec_gives_the_same_bytes(caption: Caption, line: Callable[..., Line]) -> None:
    first, second = (render(Comparison(caption, (line("RUT"), line("NDX", seed=2)))) for _ in range(2))
    assert first == second


def test_the_footer_names_the_source_and_the_new_york_time(
    caption: Caption, line: Callable[..., Line]
) -> None:
    texts = [t.get_text() for t in compose(Level(caption, line())).texts]
    assert "Source: Yahoo Finance · as of 2026-01-22 16:00 ET" in texts
    assert "SAMPLE DATA" not in texts


def test_sample_data_is_branded_in_the_picture_and_in_its_alt_text(
    caption: Caption, line: Callable[..., Line]
) -> None:
    chart = Level(replace(caption, sample=True), line())
    assert "SAMPLE DATA" in [t.get_text() for t in compose(chart).texts]
    assert render(chart).alt.startswith("Sample data, not the market. ")


def test_the_alt_text_is_kept_within_the_platforms_limit_at_a_word(
    caption: Caption, line: Callable[..., Line]
) -> None:
    alt = render(Level(replace(caption, alt="Closed at 2,718.77. " * 100), line())).alt
    assert len(alt) <= ALT_LIMIT
    assert alt.endswith((" at…", "Closed…", "2,718.77.…"))


@dataclass(frozen=True, slots=True)
class Broken:
    caption: Caption

    def draw(self, figure: Any, theme: Any) -> None:
        raise ZeroDivisionError("a secret detail")


def test_a_chart_that_fails_gives_a_sentence_for_people_and_the_cause_for_the_log(caption: Caption) -> None:
    with pytest.raises(PictureError, match="figures in the text stand") as failure:
        render(Broken(caption))
    assert "secret" not in str(failure.value)
    assert isinstance(failure.value.__cause__, ZeroDivisionError)


@pytest.mark.parametrize("size", [(10, 675), (1200, 100_000), (0, 0)])
def test_an_absurd_size_is_refused(
    size: tuple[int, int], caption: Caption, line: Callable[..., Line]
) -> None:
    with pytest.raises(PictureError, match="200 to 4000 pixels"):
        render(Level(caption, line()), size=size)


def test_a_picture_is_plain_data() -> None:
    assert Picture(b"png", "alt", 1, 2) == Picture(b"png", "alt", 1, 2)
