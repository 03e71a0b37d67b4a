"""What every picture has, whatever it shows."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace

import pytest
from PIL import Image

from charts.drawing.render import compose, render
from charts.pictures.comparison import ComparisonChart
from charts.pictures.level import LevelChart
from charts.spec import ALT_LIMIT, Picture, PictureError
from charts.theme import THEMES, Mode
from tests.charts.gallery import GALLERY, caption, rebased, walk
from tests.charts.misbehaving import Broken
from tests.conftest import ROOT


@pytest.mark.parametrize("mode", list(Mode))
def test_a_picture_is_an_opaque_png_of_the_size_asked_for(
    mode: Mode,
) -> None:
    picture = render(LevelChart(caption(), walk()), mode, size=(800, 500))
    with Image.open(io.BytesIO(picture.png)) as image:
        assert (image.size, image.mode, image.format) == ((800, 500), "P", "PNG")
        paper = image.convert("RGB").getpixel((0, 0))
        assert paper == tuple(bytes.fromhex(THEMES[mode].background[1:]))
        assert not image.info  # no time stamp, no software, nothing that differs between two runs
    assert (picture.width, picture.height) == (800, 500)


def test_the_same_spec_gives_the_same_bytes() -> None:
    first, second = (
        render(ComparisonChart(caption(), (rebased("RUT"), rebased("NDX", seed=2)))) for _ in range(2)
    )
    assert first == second


def test_the_footer_names_the_source_and_the_new_york_time() -> None:
    texts = [t.get_text() for t in compose(LevelChart(caption(), walk())).texts]
    assert "Source: Yahoo Finance · as of 22 Jan 2026 16:00 ET" in texts
    assert "SAMPLE DATA" not in texts


def test_sample_data_is_branded_in_the_picture_and_in_its_alt_text() -> None:
    chart = LevelChart(replace(caption(), provenance=replace(caption().provenance, sample=True)), walk())
    assert "SAMPLE DATA" in [t.get_text() for t in compose(chart).texts]
    assert render(chart).alt.startswith("Sample data, not the market. ")


def test_the_alt_text_is_kept_within_the_platforms_limit_at_a_word() -> None:
    alt = render(LevelChart(replace(caption(), alt="Closed at 2,718.77. " * 100), walk())).alt
    assert len(alt) <= ALT_LIMIT
    assert alt.endswith((" at…", "Closed…", "2,718.77.…"))


def test_a_chart_that_fails_gives_a_sentence_for_people_and_the_cause_for_the_log() -> None:
    with pytest.raises(PictureError, match="figures in the text stand") as failure:
        render(Broken(caption()))
    assert "secret" not in str(failure.value)
    assert isinstance(failure.value.__cause__, ZeroDivisionError)


@pytest.mark.parametrize("size", [(10, 675), (1200, 100_000), (0, 0)])
def test_an_absurd_size_is_refused(
    size: tuple[int, int],
) -> None:
    with pytest.raises(PictureError, match="200 to 4000 pixels"):
        render(LevelChart(caption(), walk()), size=size)


def test_a_picture_is_plain_data() -> None:
    assert Picture(b"png", "alt", 1, 2) == Picture(b"png", "alt", 1, 2)


@pytest.mark.parametrize("size", [(1200, 675), (600, 600), (2400, 1350), (1200, 400)])
def test_letters_keep_their_share_of_the_width_at_every_size(size: tuple[int, int]) -> None:
    figure = compose(LevelChart(caption(), walk()), size=size)
    [title] = [t for t in figure.texts if t.get_text().startswith("Russell 2000 closed")]
    assert title.get_fontsize() * figure.dpi / 72 == pytest.approx(38 * size[0] / 1200)


def test_a_long_title_wraps_to_two_lines_and_loses_no_word() -> None:
    title = "Russell 2000 so far today +1.25% at 2,731.77, above the record close of 2,698.17, not a close"
    lines = [
        t.get_text()
        for t in compose(LevelChart(caption(title), walk())).texts
        if t.get_fontweight() == "bold"
    ]
    assert " ".join(lines) == title
    assert len(lines) == 2


def test_a_chart_may_ask_for_its_own_shape() -> None:
    picture = render(GALLERY["dashboard"]())
    assert (picture.width, picture.height) == (1200, 1200)


def test_building_any_spec_and_its_key_imports_no_matplotlib() -> None:
    program = (
        "import sys; from charts.spec import digest; from tests.charts.gallery import GALLERY;"
        "[digest(build()) for build in GALLERY.values()];"
        "assert 'matplotlib' not in sys.modules, 'a spec imported matplotlib'"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)
