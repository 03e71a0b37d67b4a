"""A folder of real funds' prices, one CSV each, as an operator would keep them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

INDICES = ("RUT", "GSPC", "NDX", "IXIC", "DJI")


def fund_folder(real_data: Path, folder: Path) -> str:
    """The source that reads `folder`, filled with the real funds' adjusted closes and indices."""
    for name, own in pd.read_parquet(real_data / "etf_adjclose.parquet").loc["2015":].items():
        closes = own.dropna().rename_axis("date")
        columns = dict.fromkeys(("open", "high", "low", "close", "adj_close"), closes)
        pd.DataFrame({**columns, "volume": 0}).to_csv(folder / f"{name}.csv")
    for name in INDICES:
        (folder / f"{name}.csv.gz").write_bytes((real_data / f"{name}.csv.gz").read_bytes())
    return f"files:{folder}"


def prices_only(real_data: Path, folder: Path) -> str:
    """The source that reads the real files in `folder`, without the table of funds."""
    for path in real_data.iterdir():
        if path.is_file() and path.name != "etf_adjclose.parquet":
            (folder / path.name).write_bytes(path.read_bytes())
    return f"files:{folder}"
