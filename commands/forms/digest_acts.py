"""What can be done with digests, verb by verb."""

from __future__ import annotations

from typing import Annotated, Literal

from commands.forms.digest import SUBSCRIBE
from commands.framework.command import Act, act, form_act
from commands.framework.form_types import ChannelName, GroupName, LabelledChoice, SomeOf, TimeOfDay, ZoneName
from commands.framework.parsers import Choice
from commands.framework.ports import Section

_NUMBER = Annotated[int | None, "its number, which /digest list shows; none where there is one digest"]
_CHANNEL = Annotated[str | None, ChannelName("of another channel than this one")]
_SECTIONS = Annotated[str | None, SomeOf(tuple(Section), "such as small-caps breadth; none: all")]
_DAYS = tuple(Choice(words.capitalize(), words) for words in ("market days", "mon-fri", "daily", "sat"))
_THREAD = (Choice("In a thread below it", "thread"), Choice("Into the channel with it", "no thread"))
_EDITION = Literal["morning", "pre-open", "close", "weekly"]

ACTS: tuple[Act, ...] = (
    act(
        "now",
        "What mattered at the last close, or that nothing did; now, to you alone",
        edition=Annotated[_EDITION | None, "before breakfast, before the open, after the close, or the week"],
        sections=_SECTIONS,
    ),
    form_act(SUBSCRIBE, "Post a digest by itself; without options a form asks when and where"),
    act("list", "The digests of this channel or another, with their numbers", channel=_CHANNEL),
    act(
        "edit",
        "Change a digest's time, zone, days, sections, thread or mention",
        number=_NUMBER,
        edition=Annotated[_EDITION | None, "morning and weekly have a time; the others follow the exchange"],
        days=Annotated[str | None, LabelledChoice(_DAYS, "on which days")],
        time=Annotated[str | None, TimeOfDay()],
        zone=Annotated[str | None, ZoneName()],
        sections=_SECTIONS,
        thread=Annotated[str | None, LabelledChoice(_THREAD, "where all but its headline goes")],
        mention=Annotated[str | None, GroupName()],
        channel=_CHANNEL,
    ),
    act("pause", "Post a digest no more until it is resumed", number=_NUMBER, channel=_CHANNEL),
    act("resume", "Post a paused digest again", number=_NUMBER, channel=_CHANNEL),
    act("remove", "Post a digest never again", number=_NUMBER, channel=_CHANNEL),
    act("test", "What a digest would post next, to you alone", number=_NUMBER, channel=_CHANNEL),
)
