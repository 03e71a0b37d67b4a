"""`/heatmap`: every cell has a member, a weight and a change."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import numpy as np
import pytest

from tests.commands.conftest import conversation, fact


def shown(reply) -> list[int]:
    """The counts of the note on the wide map: alone, in shared cells, without a price, not shown."""
    line = next((note for note in reply.notes if note.startswith("On the wide map")), "").replace(",", "")
    line = line.partition("members: ")[2].partition(".")[0]
    words = ("alone", "in", "without", "not")
    found = {word: int(count) for count, word in re.findall(r"(\d+) (alone|in|without|not)", line)}
    return [found.get(word, 0) for word in words]


def csv_of(sample, line: str) -> list[dict[str, str]]:
    reply = sample(f"/evidence {line}")
    [file] = [file for file in reply.attachments if file.name == "heatmap.csv"]
    return list(csv.DictReader(io.StringIO(file.content.decode())))


def test_the_sample_draws_its_members_by_sector(sample) -> None:
    reply = sample("/heatmap")
    spec = reply.chart
    assert len(spec.labels) == len(spec.groups) == len(spec.weights) == len(spec.changes) == 2000
    assert fact(reply, "Coverage") == "1,966 of 2,000 priced"
    assert "Treemap of 2,000 members" in spec.caption.alt
    assert len(reply.table.rows) == 11


@pytest.mark.parametrize("line", ["heatmap", "heatmap sp500 1y", "heatmap russell2000 5d"])
def test_every_member_is_alone_in_a_shared_cell_or_said_to_be_missing(sample, line: str) -> None:
    reply = sample(f"/{line}")
    spec, counts = reply.chart, shown(reply)
    tree = spec.map()
    assert counts[:3] == [tree.alone, tree.shared[1], tree.unpriced]
    assert sum(counts) == len(spec.labels)
    assert counts[0] + counts[1] == int(np.isfinite(spec.changes).sum())


def test_the_file_behind_the_picture_has_every_member(sample) -> None:
    spec = sample("/heatmap sp500 1y").chart
    rows = csv_of(sample, "heatmap sp500 1y")
    assert [row["labels"] for row in rows] == list(spec.labels)
    assert [row["changes"] for row in rows] == [repr(v) if v == v else "" for v in spec.changes.tolist()]
    assert sum(row["changes"] == "" for row in rows) == shown(sample("/heatmap sp500 1y"))[3]


def test_a_sectors_cells_add_up_to_the_sectors_change(sample) -> None:
    reply = sample("/heatmap sp500 1m")
    changes = {row[0]: row[1] for row in reply.table.rows}
    named = 0
    for room in reply.chart.map().rooms:
        group = reply.chart.groups[room.tiles[0].fold.members[0]]
        weights = [float(reply.chart.weights[list(tile.fold.members)].sum()) for tile in room.tiles]
        weight = sum(weights)
        total = sum(own * tile.fold.change for own, tile in zip(weights, room.tiles, strict=True))
        assert total / weight == pytest.approx(changes[group])
        named += 1
    assert named == 11


def test_sectors_are_drawn_by_their_funds(sample) -> None:
    reply = sample("/heatmap sectors 1m")
    assert len(reply.chart.labels) == reply.chart.map().alone == 11
    assert "members:" not in reply.chart.caption.subtitle
    assert "sectors of the S&P 500 rose over 1 month" in reply.headline


@pytest.mark.realdata
def test_the_real_russell_2000_is_a_picture_of_figures(real) -> None:
    reply = real("/heatmap", "2026-01-22T17:00-05:00")
    tree = reply.chart.map()
    named = {tile.name for tile in tree.tiles} & set(reply.chart.labels)
    assert {"BE", "CRDO"} <= named
    assert len(named) >= 40
    assert sum(shown(reply)) == len(reply.chart.labels) == 1916
    assert shown(reply)[0] + shown(reply)[1] == 1845
    assert all(tile.rows for tile in tree.tiles)


@pytest.mark.realdata
def test_members_without_weights_are_folded_by_count(real) -> None:
    reply = real("/heatmap sp500 1y", "2026-01-22T17:00-05:00")
    assert (
        "those named that moved it most" in reply.chart.caption.alt
    )  # not "equal areas": the named are enlarged
    sides = [tile for tile in reply.chart.map().tiles if tile.name.endswith(("up", "down", "flat"))]
    rising = sum(len(tile.fold.members) for tile in sides if tile.name.endswith("up"))
    assert len(sides) >= 16
    assert rising <= 317
    # Those that moved it most are enlarged, folded or not; nobody's area is below an equal one.
    equal = 1 / len(reply.chart.labels)
    assert all(tile.fold.weight >= len(tile.fold.members) * equal * (1 - 1e-9) for tile in sides)
    assert any(tile.fold.weight == pytest.approx(len(tile.fold.members) * equal) for tile in sides)


@pytest.mark.realdata
def test_without_members_or_funds_it_is_a_sentence(real_data: Path, tmp_path: Path) -> None:
    (tmp_path / "RUT.csv.gz").write_bytes((real_data / "RUT.csv.gz").read_bytes())
    reply = conversation(f"files:{tmp_path}", "2026-01-22T18:00-05:00")("/heatmap")
    assert reply.error
