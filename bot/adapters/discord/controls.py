"""Buttons and menus as data. The custom_id carries the follow-up command, or the id of a kept answer.

A custom_id is `bw1:{d|l}:{command}`, or `bw1:{d|l}:~{packed}` where the command is longer than
fits and shrinks enough (raw deflate with a fixed dictionary, base 85). `d` and `l` are the mode of
the picture. The dictionary belongs to `bw1` and never changes: buttons outlive releases.

`bw2:{d|l|e|s|w}:{answer}{command}` refers to an answer that was shown: its picture in dark or light colours, its
evidence, to share it, or all its figures. The command follows where there is room, in the form of `bw1`.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from bot.adapters.discord import limits
from bot.adapters.discord.text import plain, visible
from bot.adapters.formatting.fold import BUTTONS, current_period, periods_of
from bot.adapters.formatting.truncate import cut, width
from charts.spec import RenderedChart
from charts.theme import Mode
from commands.framework.reply import Action, Reply

BUTTON = r"bw1:(?P<mode>[dl]):(?P<body>[/~].+)"
MENU = r"bw1menu:(?P<mode>[dl])"
ANSWER = r"bw2:(?P<part>[dlesw]):(?P<answer>[\w-]{22})(?P<body>[/~].+)?"
EVIDENCE, SHARE, WHOLE = "e", "s", "w"
ALL_FIGURES = f"bw2:{WHOLE}:"
_DICTIONARY = (
    b"private candles log sma 50 200 volume members since 2020-01-01..2025-12-31 2024-2026-10-01 "
    b"ytd max 1m 3m 6m 1y 3y 5y 10y dji ixic qqq mdy iwm spy rsp dia ijr iwc iwb xlk xlf xle xlv AAPL 40, "
    b"NVDA 25, MSFT 20, AMZN 10, GOOGL 10, META 10, TSLA 5, /watchlist /alert /evidence /quote /chart "
    b"/exposure /history /smallcaps /compare rut ndx spx "
)
_ROOM = limits.CUSTOM_ID - len("bw1:d:")
_ANSWER_ID = 22  # characters
_LETTERS = {Mode.DARK: "d", Mode.LIGHT: "l"}
_MODES = {letter: mode for mode, letter in _LETTERS.items()}


@dataclass(frozen=True, slots=True)
class Button:
    """A button.

    address: what it opens; then it has no custom_id.
    """

    label: str
    custom_id: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """A select menu.

    options: (label, value, chosen); a value is the body of a custom_id.
    """

    placeholder: str
    custom_id: str
    options: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class Controls:
    """The controls below one message.

    dropped: follow-ups that are too long for a button, or too many.
    """

    menu: Menu | None = None
    buttons: tuple[Button, ...] = ()
    dropped: int = 0


def controls_of(
    reply: Reply,
    mode: Mode,
    answer: str = "",
    *,
    alone: bool = False,
    about: str = "",
    is_folded: bool = False,
    link: str = "",
    room: int = limits.COMPONENTS,
) -> Controls:
    """The controls of `reply`: its follow-ups, the evidence and the picture in the other colours. More than
    five periods become a menu.

    `answer`: the id under which the reply is kept; without it evidence and colours ask the command again.
    `alone`: only the asker sees it, and may share it. `about`: the address of the message that it is about.
    `link`: the answer's address in a browser.
    `is_folded`: the rest is one press away, and so are the follow-ups beyond five buttons.
    `room`: components that may be used, rows counted.
    """
    actions = list(reply.actions)
    other = Mode.LIGHT if mode is Mode.DARK else Mode.DARK
    referring = _answer_buttons(reply, other, answer, alone) if answer else []
    if link:
        referring.append(Button("Open in the browser", "", link))
    if about:
        referring.insert(0, Button("To the message", "", about))
    if reply.evidence and reply.command and not answer:
        actions.append(Action("Show the evidence", f"/evidence {reply.command.removeprefix('/')}"))
    if is_folded:
        body = _body(reply.command, _ROOM - _ANSWER_ID) or ""
        referring.insert(0, Button("All figures", f"{ALL_FIGURES}{answer}{body}"))
    periods = periods_of(actions)
    few = 1 if is_folded else limits.BUTTONS_PER_ROW
    menu = _menu(periods, reply, mode) if len(periods) > few else None
    wanted = [(a.label, a.command, mode) for a in actions if menu is None or a not in periods]
    if reply.chart is not None and reply.command and not answer:
        wanted.append((f"{other.value.capitalize()} picture", reply.command, other))
    buttons: dict[str, Button] = {}
    for label, command, of in wanted:
        custom_id = encoded(command, of)
        if custom_id is not None:
            shown = cut(plain(label if visible(plain(label)) else command), limits.BUTTON_LABEL)
            buttons.setdefault(custom_id, Button(shown, custom_id))
    if is_folded:
        buttons = dict([*buttons.items()][: max(BUTTONS - len(referring), 0)])
    buttons |= {button.custom_id or button.address: button for button in referring}
    full_rows = (room - 2 * (menu is not None)) // (limits.BUTTONS_PER_ROW + 1)
    most = full_rows * limits.BUTTONS_PER_ROW
    too_long = {action.command for action in actions if _body(action.command) is None}
    return Controls(menu, tuple(buttons.values())[:most], len(too_long) + max(0, len(buttons) - most))


def _answer_buttons(reply: Reply, other: Mode, answer: str, alone: bool) -> list[Button]:
    """The buttons that refer to the kept answer."""
    body = _body(reply.command, _ROOM - _ANSWER_ID) or ""
    buttons = []
    if alone and reply.shareable and not reply.error:
        buttons.append(Button("Share here", f"bw2:{SHARE}:{answer}{body}"))
    if reply.evidence:
        buttons.append(Button("Show the evidence", f"bw2:{EVIDENCE}:{answer}{body}"))
    if reply.chart is not None and not isinstance(reply.chart, RenderedChart):
        label = f"{other.value.capitalize()} picture"
        buttons.append(Button(label, f"bw2:{_LETTERS[other]}:{answer}{body}"))
    return buttons


def encoded(command: str, mode: Mode) -> str | None:
    """The custom_id of a follow-up; None when it cannot be made short enough."""
    body = _body(command)
    return f"bw1:{_LETTERS[mode]}:{body}" if body else None


def mode_of(letter: str) -> Mode:
    return _MODES[letter]


def command_of(body: str) -> str | None:
    """The command in a custom_id or a menu's value; None when it cannot be decoded."""
    if not body.startswith("~"):
        return body
    try:
        inflate = zlib.decompressobj(-15, zdict=_DICTIONARY)
        return inflate.decompress(base64.b85decode(body[1:]), 4000).decode() or None
    except (zlib.error, binascii.Error, ValueError):
        return None


def _body(command: str, room: int = _ROOM) -> str | None:
    command = command if command.startswith("/") else f"/{command}"
    if not visible(plain(command.removeprefix("/"))):
        return None
    if width(command) <= room and "\n" not in command:
        return command
    deflate = zlib.compressobj(9, wbits=-15, zdict=_DICTIONARY)
    packed = "~" + base64.b85encode(deflate.compress(command.encode()) + deflate.flush()).decode()
    return packed if len(packed) <= room else None


def _menu(periods: Sequence[Action], reply: Reply, mode: Mode) -> Menu:
    options: dict[str, tuple[str, str, bool]] = {}
    current = current_period(reply, periods)
    for action in periods:
        value = _body(action.command)
        if value is not None:
            options.setdefault(value, (cut(action.label, limits.OPTION_TEXT), value, action is current))
    return Menu("Period", f"bw1menu:{_LETTERS[mode]}", tuple(options.values())[: limits.SELECT_OPTIONS])
