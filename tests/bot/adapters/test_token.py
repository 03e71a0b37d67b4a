"""Which tokens are strong enough, and how long an address that was wrong too often must wait."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import make_mocked_request

from bot.adapters.token import (
    LEAST_GUESSES,
    SHORTEST_TOKEN,
    TokenCheck,
    TokenGuard,
    UnprotectedConsole,
    check_protection,
    guesses,
)
from tests.bot.adapters.web.conftest import TOKEN


@pytest.mark.parametrize(
    "weak",
    [
        "aaaaaaaaaaaaaaaaaaaaaaaa", "passwordpassword", "1234567890123456", "Password123456789", "administrator123",
        "qwertyuiopasdfghjkl", "abcdefghijklmnopqrstuvwxyz", "changemechangeme", "bellwetherbellwether",
        "bellwether-token", "letmein-letmein-letmein", "1111222233334444",
    ],
)  # fmt: skip
def test_a_token_of_words_sequences_or_repetition_is_refused_and_not_repeated(weak: str) -> None:
    with pytest.raises(UnprotectedConsole, match="can be guessed") as refused:
        check_protection("127.0.0.1", weak)
    assert weak not in str(refused.value)


@pytest.mark.parametrize(
    "strong",
    [TOKEN, "Zr7-q0Lm-Xw93-tdKe", "9f86d081884c7d659a2feaa0c55ad015", "ß" * 4 + "kqzvöüxä水市場指数"],
)
def test_a_random_token_is_taken(strong: str) -> None:
    check_protection("0.0.0.0", strong)


def test_both_limits_have_two_sides() -> None:
    with pytest.raises(UnprotectedConsole, match="too short") as refused:
        check_protection("0.0.0.0", "hunter2")
    assert "hunter2" not in str(refused.value)
    shortest = "Zr7q0LmXw93tdKe5"
    assert len(shortest) == SHORTEST_TOKEN
    check_protection("0.0.0.0", shortest)
    with pytest.raises(UnprotectedConsole, match="too short"):
        check_protection("0.0.0.0", shortest[:-1])
    below, above = "summer-is-coming", "d41d8cd98f00b204"
    assert LEAST_GUESSES / 2 < guesses(below) < LEAST_GUESSES < guesses(above) < LEAST_GUESSES * 2
    check_protection("0.0.0.0", above)
    with pytest.raises(UnprotectedConsole, match="can be guessed"):
        check_protection("0.0.0.0", below)


def test_a_long_token_is_judged_at_once() -> None:
    assert guesses("Zr7-q0Lm-Xw93-tdKe" * 500) > LEAST_GUESSES


def test_loopback_needs_no_token() -> None:
    check_protection("127.0.0.1", None)


def test_an_address_waits_a_minute_of_a_clock_that_nobody_sets() -> None:
    now = 1000.0
    guard = TokenGuard(TOKEN, elapsed=lambda: now)

    def shown(token: str, address: str = "198.51.100.9", session: str | None = None) -> TokenCheck:
        headers = {"Authorization": f"Bearer {token}"}
        return guard.check(make_mocked_request("GET", "/metrics", headers=headers), address, session)

    assert shown(TOKEN, session="ann") is TokenCheck.RIGHT
    assert [shown("wrong") for _attempt in range(10)] == [TokenCheck.WRONG] * 10
    assert shown(TOKEN) is TokenCheck.REFUSED
    assert shown(TOKEN, session="bob") is TokenCheck.REFUSED
    assert shown(TOKEN, session="ann") is TokenCheck.RIGHT  # let in before
    assert shown(TOKEN, address="198.51.100.10") is TokenCheck.RIGHT
    now += 59.9
    assert shown(TOKEN) is TokenCheck.REFUSED
    now += 0.1
    assert shown(TOKEN) is TokenCheck.RIGHT
