"""Names of sectors in lists of members and by their funds."""

from __future__ import annotations

from commands.presentation.sector_names import SHORTER_SECTORS
from market.analytics.rotation import SECTORS
from market.sector_names import fund_sector, listed_sector
from market.symbols import Symbol

LISTED = {*SHORTER_SECTORS, "Energy", "Materials"}


def test_the_sectors_of_a_list_are_those_of_the_eleven_funds() -> None:
    funds = {fund_sector(name) for name in LISTED}
    assert funds == {Symbol.parse(ticker).label for ticker in SECTORS}
    assert {listed_sector(name) for name in funds} == LISTED
