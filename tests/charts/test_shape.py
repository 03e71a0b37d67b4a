"""The two shapes: which a chart takes, and its size."""

from __future__ import annotations

from dataclasses import replace

from charts.shape import Shape, size_of
from tests.charts.gallery import GALLERY, sectors


def test_a_chart_is_wide_or_upright_as_asked() -> None:
    chart = GALLERY["comparison of two"]()
    assert size_of(chart, Shape.WIDE) == (1200, 675)
    assert size_of(chart, Shape.PHONE) == (1080, 1350)


def test_few_bars_leave_no_half_of_a_picture_empty() -> None:
    few = replace(sectors(), bars=sectors().bars[:2])
    assert size_of(few, Shape.WIDE) == (1200, 450)
    assert size_of(few, Shape.PHONE) == (1080, 810)
    assert size_of(sectors(), Shape.WIDE) == (1200, 714)
    assert size_of(sectors(), Shape.PHONE) == (1080, 1350)


def test_a_dashboard_has_an_upright_size_of_its_own() -> None:
    chart = GALLERY["dashboard"]()
    assert size_of(chart, Shape.WIDE) == (1200, 1200)
    width, height = size_of(chart, Shape.PHONE)
    assert width == 1080
    assert height > 2 * width


def test_letters_of_one_size_are_larger_in_an_upright_picture() -> None:
    assert 24 / Shape.PHONE.points * 360 == 12
    assert 24 / Shape.WIDE.points * 360 < 12
