"""Cookies of the console, and forged ones."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.web.sessions import SessionCookies

SESSIONS = SessionCookies(b"k" * 32)
COOKIE = SESSIONS.new()


def test_a_cookie_is_one_persons_whose_name_does_not_hold_its_id() -> None:
    person = SESSIONS.person(COOKIE)
    assert person is not None
    assert len(person) == 64
    assert COOKIE.partition(".")[0] not in person
    assert SESSIONS.person(COOKIE) == person
    assert SESSIONS.person(SESSIONS.new()) != person


@given(st.text())
def test_what_the_program_did_not_make_is_nobodys(cookie: str) -> None:
    assert SESSIONS.person(cookie) is None


@given(st.integers(0, len(COOKIE) - 1), st.sampled_from("0123456789abcdef."))
def test_one_changed_character_makes_it_nobodys(place: int, other: str) -> None:
    changed = COOKIE[:place] + other + COOKIE[place + 1 :]
    assert SESSIONS.person(changed) is None or changed == COOKIE


def test_another_key_ends_the_sessions() -> None:
    assert SessionCookies(b"o" * 32).person(COOKIE) is None
