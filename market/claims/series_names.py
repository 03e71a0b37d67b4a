"""Economic series as prose names them."""

from __future__ import annotations

from market.claims.phrases import Phrases
from market.datasets.economic_series import ALL, Series

_BY_ID = {series.id: series for series in ALL}
_NAMES: dict[str, str] = {
    "A191RL1Q225SBEA": "gdp | real gdp | gross domestic product | real gross domestic product | the us economy "
    "| the u.s. economy | the economy | us gdp | u.s. gdp",
    "PAYEMS": "payrolls | nonfarm payrolls | non-farm payrolls | employers",
    "UNRATE": "unemployment rate | jobless rate | unemployment",
    "ICSA": "jobless claims | initial jobless claims | initial claims | weekly jobless claims | unemployment claims "
    "| initial claims for unemployment benefits | weekly claims | claims for unemployment benefits",
    "NFCI": "nfci | financial conditions index | chicago fed's financial conditions index",
    "BAMLH0A0HYM2": "high-yield spread | high-yield credit spread | junk-bond spread | high-yield spreads",
    "DGS10": "10-year treasury yield | 10-year yield | ten-year yield | benchmark 10-year yield "
    "| yield on the 10-year treasury | yield on the 10-year treasury note | yield on the 10-year "
    "| yield on the benchmark 10-year treasury note | 10-year treasury note yield",
    "DGS2": "2-year treasury yield | 2-year yield | two-year yield | two-year treasury yield "
    "| yield on the 2-year treasury",
    "DFII10": "10-year real yield | real yield | 10-year tips yield",
}

SERIES: Phrases[Series] = Phrases(
    (name.strip(), _BY_ID[id]) for id, names in _NAMES.items() for name in names.split("|")
)
