"""What is written above the groups of a heatmap."""

from __future__ import annotations

from dataclasses import replace

import pytest

from charts.heatmap import Head
from charts.render import compose
from tests.charts import gallery


def written(chart: object) -> list[str]:
    return [text.get_text() for axes in compose(chart).axes for text in axes.texts]  # type: ignore[arg-type]  # a chart


@pytest.mark.parametrize("count", [40, 500, 1800])
def test_a_group_is_written_whole_shorter_or_not_at_all(count: int) -> None:
    chart = gallery.heatmap(count)
    heads = tuple(Head(group, 0.0123, ("Short",)) for group in dict.fromkeys(chart.groups))
    texts = written(replace(chart, heads=heads))
    assert not [text for text in texts if "…" in text]
    assert [text for text in texts if text.endswith(" +1.23%")]


def test_a_group_without_a_change_is_its_name() -> None:
    chart = replace(gallery.heatmap(), heads=(Head("Industrials", float("nan"), ("Ind.",)),))
    assert "Industrials" in written(chart)
