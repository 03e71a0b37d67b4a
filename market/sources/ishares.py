"""iShares as a source of members: the holdings of its index funds, as CSV."""

from __future__ import annotations

from datetime import datetime

from market.clock import Deadline
from market.datasets.member_lists import BadList, read
from market.datasets.members import RUSSELL_2000, SP_500, Members, Universe
from market.errors import NoData, ProviderDown
from market.formatting import NEW_YORK
from market.provenance import Provenance
from market.sources.web import fetch

TITLE = "iShares"
_PATHS = {
    RUSSELL_2000.key: ("IWM", "239710/ishares-russell-2000-etf"),
    SP_500.key: ("IVV", "239726/ishares-core-sp-500-etf"),
}


class ISharesLists:
    """`Lists` from the fund company: the fund's holdings stand for the index's members."""

    def __init__(self, base: str = "https://www.ishares.com") -> None:
        self._base = base.rstrip("/")

    def members(self, universe: Universe, now: datetime, deadline: Deadline) -> Members:
        """Raises NoData for a universe without a fund here, Throttled, ProviderDown."""
        if universe.key not in _PATHS:
            raise NoData(f"{TITLE} has no fund that holds the {universe.name}.")
        fund, path = _PATHS[universe.key]
        url = f"{self._base}/us/products/{path}/1467271812596.ajax"
        wanted = {"fileType": "csv", "fileName": f"{fund}_holdings", "dataType": "fund"}
        text = fetch(url, wanted, TITLE, now, deadline)
        try:
            found = read(text)
        except BadList:
            # An apology in HTML comes with status 200: only the content tells.
            raise ProviderDown(TITLE, "an answer that is no list of holdings") from None
        day = found.as_of or now.astimezone(NEW_YORK).date()
        return Members(universe, found.rows, Provenance.of_day(f"{TITLE} {fund} holdings", day))
