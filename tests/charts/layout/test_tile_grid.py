"""The grid of a crowd on a phone: who is named, in which order, and that nobody is lost."""

from __future__ import annotations

import numpy as np
import pytest

from charts.layout.tile_grid import ACROSS, tile_grid
from charts.layout.treemap import TreemapMembers

CHANGES = np.random.default_rng(1).normal(0, 0.02, 500)
CHANGES[::50] = np.nan
WEIGHTS = np.random.default_rng(2).pareto(1.3, 500) + 0.1


def members(**other: object) -> TreemapMembers:
    labels = tuple(f"T{i}" for i in range(500))
    parts = {"labels": labels, "groups": ("",) * 500, "weights": WEIGHTS, "changes": CHANGES, **other}
    return TreemapMembers(**parts)  # type: ignore[arg-type]  # a field of the test's choice


def test_those_that_moved_it_most_are_named_from_the_strongest_lift_to_the_strongest_weight() -> None:
    tree = tile_grid(members(), 492.0, 370.0)
    named = [tile.fold.members[0] for tile in tree.tiles if len(tile.fold.members) == 1]
    moved = np.nan_to_num(WEIGHTS * CHANGES)
    assert len(named) == 7 * ACROSS == tree.alone
    assert set(named) == set(np.argsort(-np.abs(moved))[: len(named)].tolist())
    assert [moved[i] for i in named] == sorted((moved[i] for i in named), reverse=True)


def test_every_priced_member_is_in_one_cell_and_cells_share_no_room() -> None:
    tree = tile_grid(members(), 492.0, 370.0)
    inside = [i for tile in tree.tiles for i in tile.fold.members]
    assert sorted(inside) == np.flatnonzero(np.isfinite(CHANGES)).tolist()
    area = sum(tile.box.width * tile.box.height for tile in tree.tiles)
    assert area == pytest.approx(492.0 * 370.0)
    for tile in tree.tiles[-2:]:
        own = list(tile.fold.members)
        assert tile.fold.change == pytest.approx(np.average(CHANGES[own], weights=WEIGHTS[own]))


def test_a_name_that_does_not_fit_takes_nobodys_cell() -> None:
    labels = ["A" * 40, "  ", *(f"T{i}" for i in range(2, 500))]
    weights = WEIGHTS.copy()
    weights[:2] = weights.max() * 9
    tree = tile_grid(members(labels=tuple(labels), weights=weights), 492.0, 370.0)
    assert tree.alone == 7 * ACROSS
    assert not {0, 1} & {tile.fold.members[0] for tile in tree.tiles if len(tile.fold.members) == 1}


def test_where_nothing_moved_only_the_others_are_left() -> None:
    [tile] = tile_grid(members(changes=np.zeros(500)), 492.0, 370.0).tiles
    assert tile.rows[0].text.replace("\u00a0", " ") == "500 down or flat 0.0%"
