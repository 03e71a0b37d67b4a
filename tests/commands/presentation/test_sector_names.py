"""Names of sectors where there is little room."""

from __future__ import annotations

from commands.presentation.sector_names import SHORTER_SECTORS


def test_each_shorter_name_is_shorter_and_names_one_sector() -> None:
    for name, shorter in SHORTER_SECTORS.items():
        lengths = [len(word) for word in (name, *shorter)]
        assert lengths == sorted(lengths, reverse=True)
    every = [word for shorter in SHORTER_SECTORS.values() for word in shorter]
    assert len(every) == len(set(every))
