"""One economic series: how strong an association is called."""

from __future__ import annotations

import pytest

from commands.inputs.macro_series import strength_of


@pytest.mark.parametrize(
    ("correlation", "word"),
    [
        (-0.6, "strong"),
        (0.599, "moderate"),
        (0.3, "moderate"),
        (-0.299, "weak"),
        (0.1, "weak"),
        (0.099, "hardly any"),
    ],
)
def test_an_association_is_called_by_its_size(correlation: float, word: str) -> None:
    assert strength_of(correlation) == word
