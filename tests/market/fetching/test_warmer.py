from __future__ import annotations

from threading import Event

from market.errors import ProviderDown
from market.fetching.warmer import GIVE_UP, TRIES, Warmer
from market.symbols import Symbol

SYMBOLS = [Symbol(f"T{n}", f"T{n}") for n in range(8)]


class Provider:
    """Fetches by hand: `asked` in order; `down` are those it never answers about."""

    def __init__(self, *down: str) -> None:
        self.down, self.asked, self.gate = down, list[str](), Event()
        self.gate.set()

    def fetch(self, symbol: Symbol) -> None:
        self.gate.wait(60)
        self.asked.append(symbol.ticker)
        if symbol.ticker in self.down:
            raise ProviderDown("Fake Finance", "HTTP 502")


def test_all_are_fetched_in_their_order_and_each_once_however_often_it_is_added() -> None:
    provider = Provider()
    warmer = Warmer(provider.fetch)
    provider.gate.clear()
    warmer.add(SYMBOLS[:3])
    warmer.add(SYMBOLS)
    provider.gate.set()
    assert warmer.join(60)
    assert provider.asked == [symbol.ticker for symbol in SYMBOLS]


def test_what_fails_is_tried_again_behind_the_others() -> None:
    provider = Provider("T0")
    warmer = Warmer(provider.fetch)
    warmer.add(SYMBOLS[:2])
    assert warmer.join(60)
    assert provider.asked == ["T0", "T1", *["T0"] * (TRIES - 1)]


def test_a_provider_that_is_not_at_work_is_left_alone_until_somebody_asks_again() -> None:
    provider = Provider(*(symbol.ticker for symbol in SYMBOLS))
    warmer = Warmer(provider.fetch)
    warmer.add(SYMBOLS)
    assert warmer.join(60)
    assert len(provider.asked) == GIVE_UP
    provider.down = ()
    warmer.add(SYMBOLS)
    assert warmer.join(60)
    assert provider.asked[GIVE_UP:] == [symbol.ticker for symbol in SYMBOLS]


def test_a_bug_in_one_fetch_leaves_the_others_and_the_next_ask() -> None:
    provider = Provider()

    def fetch(symbol: Symbol) -> None:
        provider.fetch(symbol)
        if symbol.ticker == "T0":
            raise ValueError("no such column")

    warmer = Warmer(fetch)
    warmer.add(SYMBOLS[:2])
    assert warmer.join(60)
    warmer.add(SYMBOLS[2:3])
    assert warmer.join(60)
    assert provider.asked == ["T0", "T1", *["T0"] * (TRIES - 1), "T2"]


def test_nothing_to_fetch_starts_nothing() -> None:
    warmer = Warmer(Provider().fetch)
    warmer.add(())
    assert warmer.join(0)
