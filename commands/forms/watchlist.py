"""The form for markets that a watchlist gets."""

from __future__ import annotations

from commands.framework.form import CommandForm, FormInput, FormMistake, FormValues, InputKind
from commands.framework.parsers import Choice, ManySymbols


def _line(values: FormValues) -> str:
    symbols = " ".join(values.get("symbols", "").split())
    if not symbols:
        raise FormMistake("symbols", "Write which, such as rut or AAPL.")
    return f"/watchlist add {values.get('whose') or 'mine'} {symbols}"


ADD = CommandForm(
    opens="/watchlist add",
    title="Add to a watchlist",
    submit="Add them",
    inputs=(
        FormInput("symbols", "Markets", hint="by name or ticker: rut, nasdaq 100, AAPL",
                  argument_type=ManySymbols(1, 20)),
        FormInput(
            "whose",
            "Whose list",
            InputKind.CHOICE,
            choices=(Choice("Mine", "mine"), Choice("This channel's", "here")),
            value="mine",
        ),
    ),
    line=_line,
)  # fmt: skip
