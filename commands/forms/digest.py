"""The form of a new digest: when it comes, where, and with what."""

from __future__ import annotations

from commands.digests.options import MORNING
from commands.forms.mention import MENTION, mention_words
from commands.framework.form import CommandForm, FormInput, FormMistake, FormValues, InputKind
from commands.framework.parsers import Choice
from commands.framework.ports import Section
from market.calendars.schedule import AFTER_CLOSE, BEFORE_OPEN, time_of
from market.calendars.zones import zone_of
from market.errors import BadSchedule

_SESSIONS = ("pre-open", "close")  # follow the exchange, so that no time is asked for
_DAYS = (
    Choice("Market days, at the time above", "market days"),
    Choice("Monday to Friday, at the time above", "mon-fri"),
    Choice("Every day, at the time above", "daily"),
    Choice("Saturdays, about the week, at the time above", "weekly sat"),
    Choice(f"{BEFORE_OPEN.seconds // 60} minutes before each open", "pre-open"),
    Choice(f"{AFTER_CLOSE.seconds // 60} minutes after each close", "close"),
)


def _line(values: FormValues) -> str:
    days = values.get("days") or _DAYS[0].value
    follows, zone = days in _SESSIONS, values.get("zone", "")
    at = "" if follows else _time(values.get("time", ""))
    zone = "" if follows and not zone.strip() else _zone(zone)
    words = ("/digest subscribe", days, at, zone, values.get("channel", ""), mention_words(values))
    return " ".join(word for word in (*words, values.get("sections", "")) if word)


def _time(text: str) -> str:
    try:
        return f"{time_of(text):%H:%M}" if text.strip() else f"{MORNING:%H:%M}"
    except BadSchedule as problem:
        raise FormMistake("time", str(problem)) from None


def _zone(text: str) -> str:
    try:
        return zone_of(text).key
    except BadSchedule as problem:
        raise FormMistake("zone", str(problem)) from None


SUBSCRIBE = CommandForm(
    opens="/digest subscribe",
    title="New digest",
    submit="Start it",
    inputs=(
        FormInput("time", "Time", InputKind.TIME, "such as 08:30", value=f"{MORNING:%H:%M}"),
        FormInput("zone", "Time zone", InputKind.ZONE, "by its city: Berlin, New York, Europe/Berlin"),
        FormInput("days", "Days", InputKind.CHOICE, choices=_DAYS, value=_DAYS[0].value),
        FormInput("channel", "Channel", InputKind.CHANNEL, "empty: here", required=False),
        FormInput(
            "sections",
            "Sections, and how it is posted",
            InputKind.CHOICES,
            "no section chosen: all",
            (
                *(Choice(section.replace("-", " ").capitalize(), section.value) for section in Section),
                Choice("Only the headline in the channel, the rest in a thread", "thread"),
            ),
            required=False,
        ),
    ),
    line=_line,
    more=(MENTION,),
)
