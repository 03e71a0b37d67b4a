"""The engine answers whatever happens: late, overloaded, broken, or asked too often."""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime, timedelta

import pytest

from bot.engine.engine import Engine
from bot.engine.request import Request
from commands.framework.alternatives import offer_alternatives
from commands.framework.asker import Asker
from commands.framework.command import command
from commands.framework.reply import Reply, Visibility
from market.clock import FixedClock
from market.errors import ProviderDown
from tests.charts import gallery

NOW = datetime(2026, 1, 22, 16, 30, tzinfo=UTC)


@command("/fine")
def fine() -> Reply:
    """It answers."""
    return Reply("All is well.")


@command("/broken")
def broken() -> Reply:
    """It has a mistake."""
    raise RuntimeError("secret path /etc/shadow")


@command("/down")
def down() -> Reply:
    """Its provider is down."""
    raise ProviderDown("Yahoo Finance", "no connection")


def engine(*extra, **options) -> Engine:
    return Engine(
        (fine, broken, down, *extra), lambda _request, _deadline: {}, **{"elapsed": lambda: 0.0, **options}
    )


async def test_a_question_is_answered_with_the_command_that_repeats_it() -> None:
    reply = await engine().ask(Request(text="/fine"))
    assert reply.headline == "All is well."
    assert reply.command == "/fine"


async def test_an_engine_that_was_started_starts_no_thread_when_people_ask() -> None:
    its = engine(workers=3)
    its.start()
    before = threading.active_count()
    await asyncio.gather(*(its.ask(Request(text="/fine")) for _ in range(9)))
    assert threading.active_count() == before
    await its.close()


async def test_a_mistake_of_ours_is_an_apology_with_an_id_and_never_its_text(
    caplog: pytest.LogCaptureFixture,
) -> None:
    reply = await engine().ask(Request(text="/broken"))
    assert reply.error
    assert "Something went wrong (id " in reply.headline
    assert "shadow" not in reply.headline
    ticket = reply.headline.split("id ")[1][:8]
    assert [vars(r)["ticket"] for r in caplog.records] == [ticket]


async def test_an_expected_failure_is_its_own_sentence() -> None:
    reply = await engine().ask(Request(text="/down"))
    assert reply.error
    assert "not answering (no connection)" in reply.headline


async def test_a_command_that_hangs_is_left_at_the_deadline() -> None:
    release = threading.Event()

    @command("/hang")
    def hang() -> Reply:
        """It hangs."""
        release.wait(30)
        return Reply("too late")

    reply = await engine(hang, deadline=0.05).ask(Request(text="/hang"))
    release.set()
    assert reply.error
    assert "longer than" in reply.headline


async def test_more_questions_than_there_is_room_for_are_told_to_come_back() -> None:
    release = threading.Event()

    @command("/wait")
    def wait() -> Reply:
        """It waits."""
        release.wait(30)
        return Reply("done")

    crowded = engine(wait, workers=1, queue=1, asks_per_minute=100)
    first = [asyncio.create_task(crowded.ask(Request(text="/wait"))) for _ in range(2)]
    await asyncio.sleep(0)
    refused = await crowded.ask(Request(text="/fine"))
    release.set()
    assert "more questions than I can answer" in refused.headline
    assert [r.headline for r in await asyncio.gather(*first)] == ["done", "done"]


async def test_a_hung_question_delays_no_other() -> None:
    release = threading.Event()

    @command("/hang")
    def hang() -> Reply:
        """It hangs."""
        release.wait(30)
        return Reply("done")

    busy = engine(hang)
    hung = asyncio.create_task(busy.ask(Request(text="/hang")))
    await asyncio.sleep(0)
    assert (await busy.ask(Request(text="/fine"))).headline == "All is well."
    release.set()
    assert (await hung).headline == "done"


async def test_a_person_who_asks_too_much_is_told_how_long_to_wait() -> None:
    asked = engine(asks_per_minute=2)
    request = Request(text="/fine", asker=Asker("slack", "T1", "C1", "U1"))
    assert not (await asked.ask(request)).error
    assert not (await asked.ask(request)).error
    refusal = await asked.ask(request)
    assert refusal.headline == "You have asked a lot this minute. Try again in 60 seconds."
    assert refusal.visibility is Visibility.PRIVATE
    other_person_other_channel = Request(text="/fine", asker=Asker("slack", "T1", "C2", "U2"))
    assert not (await asked.ask(other_person_other_channel)).error


async def test_a_channel_has_a_budget_of_its_own() -> None:
    asked = engine(asks_per_minute=2)
    people = [Request(text="/fine", asker=Asker("slack", "T1", "C1", f"U{i}")) for i in range(3)]
    replies = [await asked.ask(request) for request in people]
    assert [r.error for r in replies] == [False, False, True]
    assert "This channel has" in replies[-1].headline


async def test_private_questions_get_private_answers() -> None:
    assert (await engine().ask(Request(text="/fine private"))).visibility is Visibility.PRIVATE
    assert (await engine().ask(Request(text="/fine", private=True))).visibility is Visibility.PRIVATE


@pytest.mark.parametrize("text", ["fine", "/fine", "/FINE", "  /fine  "])
async def test_the_slash_and_case_do_not_matter(text: str) -> None:
    assert (await engine().ask(Request(text=text))).headline == "All is well."


async def test_the_same_question_in_the_same_minute_is_computed_once() -> None:
    computed = []

    @command("/count", "/count again")
    def count(word: str = "", *, market: dict[str, str]) -> Reply:
        """It counts."""
        computed.append(word)
        return Reply(f"{len(computed)}.")

    clock = FixedClock(NOW)
    shared = Engine(
        (count,), lambda _r, _d: {dict[str, str]: {}}, market_clock=clock, shared=[dict[str, str]]
    )
    assert (await shared.ask(Request(text="/count"))).headline == "1."
    assert (await shared.ask(Request(text="/count"))).headline == "1."
    assert (await shared.ask(Request(text="/count again"))).headline == "2."
    clock.at += timedelta(minutes=1)
    assert (await shared.ask(Request(text="/count"))).headline == "3."


async def test_a_service_of_ones_own_is_never_shared() -> None:
    @command("/me")
    def me(*, asker: Asker) -> Reply:
        """It says who asks."""
        return Reply(f"{asker.person}.")

    own = Engine((me,), lambda request, _d: {Asker: request.asker})
    for person in ("U1", "U2"):
        asked = Request(text="/me", asker=Asker("slack", "T1", "C1", person))
        assert (await own.ask(asked)).headline == f"{person}."


@command("/mine", visibility=Visibility.PRIVATE)
def mine() -> Reply:
    """It concerns the asker only, and forgets to say so."""
    return Reply("Your watchlist is empty.")


async def test_what_a_private_command_says_is_private() -> None:
    assert (await engine(mine).ask(Request(text="/mine"))).visibility is Visibility.PRIVATE


class Counted:
    def __init__(self) -> None:
        self.asks: list[tuple[str, str, str]] = []
        self.pictures: list[str] = []

    def asked(self, face: str, command: str, outcome: str, seconds: float) -> None:
        assert 0 <= seconds < 5
        self.asks.append((face, command, outcome))

    def drew(self, outcome: str, seconds: float) -> None:
        self.pictures.append(outcome)

    def failed(self, error: ProviderDown) -> None:
        raise AssertionError("nothing is fetched here")


async def test_every_question_is_counted_by_face_command_and_outcome(
    caplog: pytest.LogCaptureFixture,
) -> None:
    counted, asker = Counted(), Asker("slack", "T1", "C1", "U1")
    counting = engine(watch=counted, asks_per_minute=5)
    for text in ("/fine", "/fine in vain", "/down", "/broken", "my holdings are 40 apples", "/fine"):
        await counting.ask(Request(text=text, asker=asker))
    assert counted.asks == [
        ("slack", "fine", "answered"),
        ("slack", "fine", "not understood"),
        ("slack", "down", "provider failed"),
        ("slack", "broken", "broke"),
        ("slack", "other", "not understood"),
        ("slack", "fine", "over budget"),
    ]


async def test_what_answers_instead_comes_as_buttons_and_the_failure_is_counted_as_what_it_was() -> None:
    @command("/elsewhere")
    def elsewhere() -> Reply:
        """Its provider is down, and it knows who is not."""
        with offer_alternatives("/fine"):
            raise ProviderDown("Yahoo Finance", "no connection")

    counted = Counted()
    reply = await engine(elsewhere, watch=counted).ask(Request(text="/elsewhere"))
    assert reply.error
    assert "not answering (no connection)" in reply.headline
    assert [action.command for action in reply.actions] == ["/fine"]
    assert [outcome for _face, _command, outcome in counted.asks] == ["provider failed"]


async def test_completions_cost_nothing_of_the_budget() -> None:
    asker, tight = Asker("discord", "1", "2", "3"), engine(asks_per_minute=1)
    for _letter in range(50):
        tight.complete("fine", "symbol", "ru")
    assert not (await tight.ask(Request(text="/fine", asker=asker))).error
    refusal = await tight.ask(Request(text="/fine", asker=asker))
    assert refusal.headline == "You have asked a lot this minute. Try again in 60 seconds."


async def test_pictures_are_counted_whether_they_come_or_not() -> None:
    class Pool:
        alive, good = True, True

        async def picture(self, chart, mode, shape):
            if not self.good:
                raise RuntimeError
            return "png"

    counted, pool = Counted(), Pool()
    drawing = engine(pool=pool, watch=counted)
    await drawing.picture(gallery.sector_heatmap())
    pool.good = False
    with pytest.raises(RuntimeError):
        await drawing.picture(gallery.sector_heatmap())
    assert counted.pictures == ["drawn", "failed"]
    assert drawing.draws
    assert not engine().draws


async def test_plain_words_are_answered_by_the_command_they_become_and_it_is_shown() -> None:
    asked = engine(interpret=lambda _text, _before: Request(text="/fine", ignored=("pretty",)))
    reply = await asked.ask(Request(text="how are you?"))
    assert reply.headline == "All is well."
    assert reply.reading == "I read this as /fine, without “pretty”."


async def test_an_interpreter_that_offers_what_is_near_is_shown_as_it_is() -> None:
    near = Reply("I am not sure.", error=True)
    assert await engine(interpret=lambda _text, _before: near).ask(Request(text="what?")) is near


async def test_what_is_typed_as_a_command_is_never_interpreted() -> None:
    def interpret(text: str, _before: str) -> Reply:
        raise AssertionError(f"{text} was interpreted")

    typed = engine(interpret=interpret)
    for text in ("/fine", "fine", "fine and more"):
        assert not (await typed.ask(Request(text=text))).reading


@pytest.mark.parametrize(
    ("read", "offered"),
    [
        (Request(text="/fine now"), ["/fine now"]),
        (Request(text="/fine now", ignored=("more",)), []),
        (Request(text="/slow now"), []),
        (Request(text="/fine"), []),
        (Reply("I am not sure.", error=True), []),
    ],
)
async def test_a_command_that_cannot_be_read_offers_what_its_words_mean_without_the_slash(
    read: Request | Reply, offered: list[str]
) -> None:
    reply = await engine(interpret=lambda _text, _before: read).ask(Request(text="/fine and more"))
    assert reply.error
    assert not reply.reading
    assert [action.command for action in reply.actions if action.command == "/fine now"] == offered
    assert ("Or do you mean /fine now?" in reply.headline) is bool(offered)


async def test_an_interpreter_that_breaks_is_an_apology_with_an_id() -> None:
    def interpret(_text: str, _before: str) -> Reply:
        raise RuntimeError("secret path /etc/shadow")

    reply = await engine(interpret=interpret).ask(Request(text="what?"))
    assert reply.error
    assert "shadow" not in reply.headline
