"""The map: every member once at most, every area its weight, every cell readable."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.layout.box import Box
from charts.layout.text_width import NO_BREAK, width_bound
from charts.layout.treemap import HEAD, UNPRICED, Treemap, TreemapMembers, arranged

WIDE, HIGH = 1136.0, 856.0
row = st.tuples(
    st.text("ABCW", min_size=1, max_size=7),
    st.one_of(st.sampled_from(["", "Energy", "Health Care", "Materials"]), st.text("ABCDEFG ", max_size=24)),
    st.one_of(st.just(0.0), st.floats(0.001, 1), st.floats(1, 100)),
    st.one_of(st.just(float("nan")), st.just(0.0), st.floats(-0.9, 9)),
)


def within(one: Box, other: Box) -> bool:
    return (
        other.left <= one.left
        and one.right <= other.right
        and other.bottom <= one.bottom
        and one.top <= other.top
    )


def meets(one: Box, other: Box) -> bool:
    return (
        one.left < other.right
        and other.left < one.right
        and one.bottom < other.top
        and other.bottom < one.top
    )


def members(rows: list[tuple[str, str, float, float]]) -> TreemapMembers:
    labels, groups, weights, changes = zip(*rows, strict=True)
    return TreemapMembers(labels, groups, np.array(weights), np.array(changes))


def title(group: str, room: float) -> str:
    return group if width_bound(group, HEAD) <= room else ""


def many(count: int, unpriced: int = 0) -> TreemapMembers:
    rng = np.random.default_rng(3)
    changes = rng.normal(0, 0.02, count)
    changes[:unpriced] = np.nan
    groups = tuple("ABCDEFGHIJK"[i % 11] for i in range(count))
    return TreemapMembers(tuple(f"T{i}" for i in range(count)), groups, rng.pareto(1.3, count) + 0.1, changes)


def names(tree: Treemap) -> list[str]:
    return [tile.name.replace(NO_BREAK, " ") for tile in tree.tiles]


@given(st.lists(row, min_size=1, max_size=60))
def test_every_member_is_shown_once_or_for_a_reason_not_at_all(
    rows: list[tuple[str, str, float, float]],
) -> None:
    given_members = members(rows)
    tree = arranged(given_members, title, WIDE, HIGH)
    shown = [i for tile in tree.tiles for i in tile.fold.members]
    assert len(shown) == len(set(shown)) == tree.alone + tree.shared[1] + tree.unpriced
    assert sum(t.fold.weight for t in tree.tiles) == pytest.approx(given_members.weight(shown))
    for index in set(range(len(rows))) - set(shown):
        assert np.isnan(given_members.changes[index]) or given_members.weights[index] == 0


@given(st.lists(row, min_size=1, max_size=60))
def test_no_cell_mixes_members_with_a_change_and_without(rows: list[tuple[str, str, float, float]]) -> None:
    given_members = members(rows)
    for tile in arranged(given_members, title, WIDE, HIGH).tiles:
        moved = given_members.changes[list(tile.fold.members)]
        assert np.isfinite(moved).all() or np.isnan(moved).all()
        assert (tile.figure == "no data") == np.isnan(moved).all()


@given(st.lists(row, min_size=1, max_size=60))
def test_every_cell_has_a_name_with_its_figure_and_an_area_of_its_weight(
    rows: list[tuple[str, str, float, float]],
) -> None:
    tree = arranged(members(rows), title, WIDE, HIGH)
    whole = Box(0, 0, WIDE, HIGH).inset(*[-0.01] * 4)
    for one, two in combinations(tree.tiles, 2):
        assert not meets(one.box.inset(*[0.01] * 4), two.box)
    for room in tree.rooms:
        assert within(room.box, whole)
        weight, area = (
            sum(t.fold.weight for t in room.tiles),
            sum(t.box.width * t.box.height for t in room.tiles),
        )
        for tile in room.tiles:
            written = " ".join(found.text for found in tile.rows).replace(NO_BREAK, " ")
            assert written.startswith(f"{tile.name.replace(NO_BREAK, ' ')} {tile.figure}")
            assert within(tile.box, room.box.inset(*[-0.01] * 4))
            assert tile.box.width * tile.box.height / area == pytest.approx(
                tile.fold.weight / weight, rel=1e-6
            )


def test_the_largest_are_alone_and_the_others_are_counted_by_side() -> None:
    tree = arranged(many(500), title, WIDE, HIGH)
    weights, groups = many(500).weights, many(500).groups
    assert tree.alone >= 11
    for group in set(groups):
        own = [i for i in range(500) if groups[i] == group]
        alone = [
            t.fold.members[0] for t in tree.tiles if len(t.fold.members) == 1 and t.fold.members[0] in own
        ]
        assert set(alone) == set(sorted(own, key=lambda i: -weights[i])[: len(alone)])
    assert any(name.endswith(" up") for name in names(tree))
    assert any(name.endswith(" down") for name in names(tree))


def test_a_shared_cell_lists_who_moved_it_most_by_weight_and_change() -> None:
    crowd = [(f"S{i}", "", 0.1, 0.001) for i in range(500)]
    heavy, wild, light = ("HEAVY", "", 0.3, 0.02), ("WILD", "", 0.1, 0.05), ("LIGHT", "", 0.0, 9.0)
    tree = arranged(members([*crowd, heavy, wild, light, ("LOW", "", 20.0, -0.01)]), title, WIDE, HIGH)
    [up] = [tile for tile in tree.tiles if tile.name.endswith("up")]
    assert up.name == f"503{NO_BREAK}up"
    assert up.more[:2] == ("HEAVY +2.00%", "WILD +5.00%")
    assert "LIGHT +900.00%" not in up.more


def test_equal_members_too_many_to_be_named_are_folded_and_few_are_not() -> None:
    equal = [(f"T{i:03d}", "", 1.0, 0.01 * (-1) ** i) for i in range(500)]
    assert sorted(names(arranged(members(equal), title, WIDE, HIGH))) == ["250 down", "250 up"]
    assert arranged(members(equal[:40]), title, WIDE, HIGH).alone == 40


def test_members_without_a_price_have_a_room_of_their_own_or_none() -> None:
    rooms = arranged(many(500, unpriced=200), title, WIDE, HIGH).rooms
    assert UNPRICED in [room.title for room in rooms]
    few = arranged(many(500, unpriced=1), title, WIDE, HIGH)
    assert UNPRICED not in [room.title for room in few.rooms]
    assert few.alone + few.shared[1] == 499


def test_groups_too_small_to_be_read_share_a_room() -> None:
    rows = [("BIG", "Energy", 100.0, 0.01), *((f"T{i}", f"Group {i}", 0.05, -0.01) for i in range(6))]
    tree = arranged(members(rows), title, WIDE, HIGH)
    assert sum(len(tile.fold.members) for tile in tree.tiles) == 7
    assert not any(room.title.startswith("Group") for room in tree.rooms)


def test_members_without_any_weight_make_an_empty_map() -> None:
    assert arranged(members([("A", "", 0.0, 0.1), ("B", "X", 0.0, 0.1)]), title, WIDE, HIGH).tiles == ()


def test_a_stretched_map_stays_readable_and_in_proportion() -> None:
    tree = arranged(many(500), title, WIDE, HIGH)
    larger = tree.stretched(WIDE, HIGH * 1.2)
    assert larger.alone == tree.alone
    for before, after in zip(tree.tiles, larger.tiles, strict=True):
        assert after.rows
        assert after.box.height == pytest.approx(before.box.height * 1.2)
