"""The follow-up in a custom_id: it comes back as it went, or the button is not shown."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.discord import limits
from bot.adapters.discord.controls import ANSWER, BUTTON, MENU, command_of, controls_of, encoded, mode_of
from charts.pictures.level import LevelChart
from charts.spec import Line
from charts.theme import Mode
from commands.framework.reply import Action, Evidence, Reply
from market.symbols import CATALOG
from tests.bot.pictures import line
from tests.bot.pictures import words as caption

PACKED = "bw1:l:~!zzg4TbNJrh9=$!0RR"


@given(
    st.lists(st.sampled_from([s.word for s in CATALOG]), min_size=2, max_size=8),
    st.sampled_from(["ytd", "3y", "since 2024-10-01", "2022-01-03..2022-10-14"]),
    st.sampled_from(list(Mode)),
)
def test_any_comparison_fits_into_a_button(words: list[str], period: str, mode: Mode) -> None:
    command = f"/compare {' '.join(words)} {period}"
    custom_id = encoded(command, mode)
    assert custom_id is not None
    assert len(custom_id) <= limits.CUSTOM_ID
    match = re.fullmatch(BUTTON, custom_id)
    assert match
    assert (command_of(match["body"]), mode_of(match["mode"])) == (command, mode)


@given(st.text(max_size=400))
def test_a_command_comes_back_as_it_went_or_not_at_all(text: str) -> None:
    command = f"/{text}"
    custom_id = encoded(command, Mode.DARK)
    if custom_id is not None:
        match = re.fullmatch(BUTTON, custom_id)
        assert match
        assert command_of(match["body"]) == command


def test_the_packed_form_is_the_same_for_ever() -> None:
    """Buttons outlive releases: this custom_id was made by the first one."""
    command = (
        "/compare rut ndx spx dji ixic qqq iwm spy since 2020-01-01..2025-12-31 candles log sma 50 200 volume"
    )
    packed = encoded(command, Mode.LIGHT)
    assert packed == PACKED
    assert command_of(PACKED.removeprefix("bw1:l:")) == command


@pytest.mark.parametrize("body", ["~", "~~~~~~", "~" + "A" * 80])
def test_a_broken_body_gives_no_command(body: str) -> None:
    assert command_of(body) is None


def test_what_is_too_long_is_counted() -> None:
    article = "/check " + "".join(chr(0x4E00 + i) for i in range(300))
    controls = controls_of(
        Reply("Checked.", actions=(Action("Again", article), Action("Help", "/help"))), Mode.DARK
    )
    assert [button.label for button in controls.buttons] == ["Help"]
    assert controls.dropped == 1


def test_five_periods_stay_buttons_and_six_become_a_menu() -> None:
    periods = ("1m", "3m", "6m", "ytd", "1y", "3y")
    actions = tuple(Action(p.upper(), f"/chart rut {p}") for p in periods)
    assert controls_of(Reply("x", actions=actions[:5]), Mode.DARK).menu is None
    controls = controls_of(Reply("x", actions=actions), Mode.DARK)
    assert controls.menu
    assert re.fullmatch(MENU, controls.menu.custom_id)
    assert controls.buttons == ()


def test_equal_follow_ups_become_one_button() -> None:
    """Discord refuses a message with two equal custom_ids."""
    controls = controls_of(Reply("x", actions=(Action("A", "/help"), Action("B", "/help"))), Mode.DARK)
    assert [button.label for button in controls.buttons] == ["A"]


def test_buttons_and_their_rows_stay_within_the_room_and_the_rest_is_counted() -> None:
    actions = tuple(Action(str(i), f"/quote s{i}") for i in range(40))
    controls = controls_of(Reply("x", actions=actions), Mode.DARK, room=30)
    assert len(controls.buttons) == 25
    assert controls.dropped == 15


def test_a_picture_brings_the_other_mode() -> None:
    reply = Reply("x", chart=line("x"), command="/chart rut")
    assert [b.custom_id for b in controls_of(reply, Mode.DARK).buttons] == ["bw1:l:/chart rut"]
    assert [b.label for b in controls_of(reply, Mode.LIGHT).buttons] == ["Dark picture"]


ANSWER_ID = "AAECAwQFBgcICQoLDA0ODw"


@pytest.mark.parametrize(
    ("command", "body"),
    [
        ("/compare rut ndx 1y", "/compare rut ndx 1y"),
        ("/check " + "".join(chr(0x4E00 + i) for i in range(300)), None),
    ],
)
def test_buttons_of_a_kept_answer_hold_its_id_and_the_command_where_there_is_room(
    command: str, body: str | None
) -> None:
    chart = LevelChart(caption("x"), Line("x", np.empty(0, "datetime64[D]"), np.empty(0)))
    proof = (Evidence("a", "b", ("c",), "d"),)
    reply = Reply("x", chart=chart, evidence=proof, command=command)
    buttons = controls_of(reply, Mode.DARK, ANSWER_ID).buttons
    matches = [re.fullmatch(ANSWER, button.custom_id) for button in buttons]
    assert [button.label for button in buttons] == ["Show the evidence", "Light picture"]
    assert all(len(button.custom_id) <= limits.CUSTOM_ID for button in buttons)
    assert [(m["part"], m["answer"], m["body"]) for m in matches if m] == [
        ("e", ANSWER_ID, body),
        ("l", ANSWER_ID, body),
    ]
