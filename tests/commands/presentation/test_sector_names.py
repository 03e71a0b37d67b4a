"""Names of sectors."""

from __future__ import annotations

from commands.presentation.sector_names import SHORTER_SECTORS, fund_sector
from market.analytics.rotation import SECTORS
from market.symbols import Symbol


def test_each_shorter_name_is_shorter_and_names_one_sector() -> None:
    for name, shorter in SHORTER_SECTORS.items():
        lengths = [len(word) for word in (name, *shorter)]
        assert lengths == sorted(lengths, reverse=True)
    every = [word for shorter in SHORTER_SECTORS.values() for word in shorter]
    assert len(every) == len(set(every))


def test_the_sectors_of_a_list_are_those_of_the_eleven_funds() -> None:
    listed = {fund_sector(name) for name in (*SHORTER_SECTORS, "Energy", "Materials")}
    assert listed == {Symbol.parse(ticker).label for ticker in SECTORS}
