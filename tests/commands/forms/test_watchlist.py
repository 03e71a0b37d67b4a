from __future__ import annotations

import pytest

from commands.forms.watchlist import ADD
from commands.framework.form import FormMistake


def test_what_was_put_in_makes_the_line() -> None:
    assert ADD.line({"symbols": "rut,\n nasdaq 100"}) == "/watchlist add mine rut, nasdaq 100"
    assert ADD.line({"symbols": "iwm", "whose": "here"}) == "/watchlist add here iwm"


def test_nothing_is_no_market() -> None:
    with pytest.raises(FormMistake, match="Write which"):
        ADD.line({"symbols": " "})
