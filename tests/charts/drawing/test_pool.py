"""Pictures from other processes: alike, remembered, bounded, and there after a kill."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from charts.drawing.pool import RenderPool, RenderPoolBusy
from charts.drawing.render import render
from charts.drawing.worker import RenderTimeout
from charts.pictures.level import LevelChart
from charts.spec import Chart, PictureError
from tests.charts.gallery import caption, level
from tests.charts.misbehaving import Broken, Deadly, Hanging, Rooted

PATIENT = 60.0  # seconds: a cold worker on a busy machine; nothing here waits for it to pass


@pytest.fixture(scope="module")
def pool() -> Iterator[RenderPool]:
    pool = RenderPool(1, deadline=PATIENT)
    yield pool
    pool.close()


@pytest.fixture
def here() -> Iterator[RenderPool]:
    """A pool that draws in this process."""
    pool = RenderPool(0, deadline=PATIENT)
    yield pool
    pool.close()


def titled(title: str) -> LevelChart:
    return replace(level(), caption=caption(title))


async def test_another_process_draws_the_same_bytes(pool: RenderPool) -> None:
    assert await pool.picture(titled("Alike")) == render(titled("Alike"))


async def test_an_equal_spec_is_remembered(pool: RenderPool) -> None:
    assert await pool.picture(titled("Again")) is await pool.picture(titled("Again"))


async def test_equal_specs_at_once_are_drawn_once(pool: RenderPool) -> None:
    pictures = await asyncio.gather(*(pool.picture(titled("Together")) for _ in range(8)))
    assert len({id(picture) for picture in pictures}) == 1


async def test_one_who_gives_up_does_not_spoil_it_for_the_others(here: RenderPool) -> None:
    impatient = asyncio.create_task(here.picture(titled("Shared")))
    patient = asyncio.create_task(here.picture(titled("Shared")))
    await asyncio.sleep(0)
    impatient.cancel()
    assert (await patient).png


async def test_the_cache_forgets_the_oldest_beyond_its_size() -> None:
    one = len(render(titled("A")).png)
    pool = RenderPool(0, deadline=PATIENT, cache_bytes=int(one * 2.5))
    first = await pool.picture(titled("A"))
    await pool.picture(titled("B"))
    assert await pool.picture(titled("A")) is first
    await pool.picture(titled("C"))  # B, asked for longest ago, makes room
    assert await pool.picture(titled("A")) is first
    await pool.picture(titled("B"))
    await pool.picture(titled("D"))
    assert await pool.picture(titled("A")) is not first
    pool.close()


async def test_too_many_at_once_are_told_so() -> None:
    pool = RenderPool(1, deadline=PATIENT, waiting=1)
    hanging = asyncio.create_task(pool.picture(Hanging(caption())))
    while not pool.drawing:  # noqa: ASYNC110  # the pool has no event for it, and this waits for a turn only
        await asyncio.sleep(0)
    with pytest.raises(RenderPoolBusy, match="Try again in a few seconds"):
        await pool.picture(titled("One more"))
    pool.close()
    with pytest.raises(PictureError):
        await hanging


async def test_the_deadline_holds_and_the_next_picture_is_drawn(pool: RenderPool) -> None:
    await pool.picture(titled("Warm"))
    start = time.monotonic()
    with pytest.raises(RenderTimeout, match="took too long"):
        await pool.picture(Hanging(caption()), deadline=0.3)
    assert time.monotonic() - start < 2
    assert (await pool.picture(titled("After a hang"))).png


async def test_the_deadline_holds_for_a_frozen_worker(pool: RenderPool) -> None:
    await pool.picture(titled("Thawed"))
    os.kill(pool.pids[0], signal.SIGSTOP)
    with pytest.raises(RenderTimeout):
        await pool.picture(titled("Frozen"), deadline=0.3)
    assert (await pool.picture(titled("After the frost"))).png


async def test_a_worker_killed_while_idle_is_replaced(pool: RenderPool) -> None:
    await pool.picture(titled("Before"))
    os.kill(pool.pids[0], signal.SIGKILL)
    assert (await pool.picture(titled("After a kill"))).png


async def test_a_worker_killed_while_drawing_costs_one_more_drawing(pool: RenderPool, tmp_path: Path) -> None:
    assert (await pool.picture(Deadly(caption(), tmp_path, times=1))).png
    assert (tmp_path / "0").exists()


async def test_a_picture_that_kills_every_time_is_given_up(pool: RenderPool, tmp_path: Path) -> None:
    with pytest.raises(PictureError, match="died twice"):
        await pool.picture(Deadly(caption(), tmp_path, times=9))
    assert (await pool.picture(titled("Alive"))).png


@pytest.mark.parametrize("chart", [Broken(caption()), Rooted(caption(), lambda: None)])
async def test_a_failure_is_a_sentence_for_people_and_a_cause_for_the_log(
    pool: RenderPool, chart: Chart
) -> None:
    with pytest.raises(PictureError, match="figures in the text stand") as failure:
        await pool.picture(chart)
    assert "secret" not in str(failure.value)
    assert failure.value.__cause__ is not None


async def test_the_loop_runs_on_while_a_picture_is_drawn(pool: RenderPool) -> None:
    turns = 0
    drawing = asyncio.create_task(pool.picture(titled("Elsewhere")))
    while not drawing.done():
        await asyncio.sleep(0)
        turns += 1
    assert turns > 20


async def test_a_closed_pool_says_so_and_leaves_no_process() -> None:
    pool = RenderPool(1, deadline=PATIENT)
    await pool.picture(titled("Last"))
    [pid] = pool.pids
    pool.close()
    with pytest.raises(PictureError, match="shutting down"):
        await pool.picture(titled("Too late"))
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_pools_serve_any_event_loop(here: RenderPool) -> None:
    other = await asyncio.to_thread(asyncio.run, here.picture(titled("Loops")))
    assert await here.picture(titled("Loops")) is other
