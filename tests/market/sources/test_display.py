"""What a source's terms say about showing its data in public."""

from __future__ import annotations

import pytest

from market.sources.display import may_be_displayed
from market.sources.yahoo.errors import TITLE


@pytest.mark.parametrize("sources", [TITLE, f"Own files and {TITLE}", TITLE.upper()])
def test_data_for_personal_use_are_not_shown_in_public(sources: str) -> None:
    assert not may_be_displayed(sources)


@pytest.mark.parametrize(
    "sources", ["", "Own files", "Sample market (invented data)", "FRED (St. Louis Fed)"]
)
def test_others_are_the_operators_to_show(sources: str) -> None:
    assert may_be_displayed(sources)
