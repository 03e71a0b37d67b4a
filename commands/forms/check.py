"""The form for a text that is to be checked."""

from __future__ import annotations

from datetime import date

from commands.framework.form import CommandForm, FormInput, FormMistake, FormValues, InputKind


def _line(values: FormValues) -> str:
    day, text = values.get("day", "").strip(), values.get("text", "").strip()
    if not text:
        raise FormMistake("text", "Paste a text with claims about markets.")
    if not day:
        return f"/check {text}"
    try:
        return f"/check on {date.fromisoformat(day)} {text}"
    except ValueError:
        raise FormMistake("day", f"“{day[:20]}” is no date. Write it as 2026-01-22.") from None


PASTE = CommandForm(
    opens="/check",
    title="Check market claims",
    submit="Check it",
    inputs=(
        FormInput("text", "Article or message", InputKind.TEXT, "its market claims are checked, one by one"),
        FormInput(
            "day", "Its day", hint="2026-01-22; empty: the day it names, or the last close", required=False
        ),
    ),
    line=_line,
)
