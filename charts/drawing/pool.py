"""Pictures drawn in processes of their own, so that no event loop ever waits for pixels.

Plain worker processes on pipes, not ProcessPoolExecutor: there one dead process fails every
picture that is under way, and a picture that hangs cannot be stopped (docs/decisions/0130).
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from concurrent.futures import Future, ThreadPoolExecutor

from cachetools import LRUCache

from charts.drawing.render import render
from charts.drawing.worker import Job, RenderTimeout, RenderWorker
from charts.shape import Shape
from charts.spec import Chart, Picture, PictureError, digest
from charts.theme import Mode
from market.clock import Deadline

log = logging.getLogger("bellwether.pictures")
_CLOSING = "The program is shutting down. Ask again in a minute."


class RenderPoolBusy(PictureError):
    """More pictures are wanted than can be drawn in time."""

    def __init__(self) -> None:
        super().__init__("Too many pictures are being drawn right now. Try again in a few seconds.")


class RenderPool:
    """Draws pictures in `processes` worker processes (0: in a thread of this one, for programs
    that draw one picture and end).

    Equal specs are drawn once, whoever asks (single-flight), and remembered up to `cache_bytes`.
    At most `waiting` distinct pictures queue; beyond that `RenderPoolBusy`. After `deadline` seconds, time
    in the queue included, `RenderTimeout`: a worker that is still drawing is replaced. A worker that
    dies is replaced and its picture is drawn once more. Any event loop may ask; `close` is final.
    """

    def __init__(
        self,
        processes: int = 2,
        *,
        deadline: float = 8.0,
        waiting: int = 64,
        cache_bytes: int = 16 << 20,  # more than the answers that the faces remember
        shape: Shape = Shape.WIDE,
    ) -> None:
        """`shape`: of a picture for which no other is asked for."""
        self._deadline, self._waiting, self._shape = deadline, waiting, shape
        self._lock = threading.Lock()
        self._cache: LRUCache[str, Picture] = LRUCache(cache_bytes, lambda picture: len(picture.png))
        self._flights: dict[str, Future[Picture]] = {}
        self._closed = False
        # One thread per worker waits on its pipe; one more reads specs for their keys.
        self._threads = ThreadPoolExecutor(max(processes, 1), thread_name_prefix="picture")
        self._keys = ThreadPoolExecutor(1, thread_name_prefix="picture-key")
        self._workers = tuple(RenderWorker() for _ in range(processes))
        self._idle: queue.SimpleQueue[RenderWorker] = queue.SimpleQueue()
        for worker in self._workers:
            self._threads.submit(worker.start)  # imports matplotlib before the first picture is asked for
            self._idle.put(worker)

    async def picture(
        self,
        chart: Chart,
        mode: Mode = Mode.DARK,
        shape: Shape | None = None,
        deadline: float | None = None,
    ) -> Picture:
        """The picture of `chart`, drawn or remembered. Raises PictureError (Busy, TooSlow)."""
        limit = Deadline.after(self._deadline if deadline is None else deadline)
        if self._closed:
            raise PictureError(_CLOSING)
        shape = shape or self._shape
        loop = asyncio.get_running_loop()
        key = await loop.run_in_executor(self._keys, digest, (chart, mode, shape))
        with self._lock:
            if picture := self._cache.get(key):
                return picture
            flight = self._flights.get(key) or self._take_off(key, (chart, mode, shape), limit)
        landing = asyncio.wrap_future(flight)
        landing.add_done_callback(lambda done: done.cancelled() or done.exception())  # seen, if nobody stays
        # `wait` leaves the flight alone when this caller gives up: others may want the same picture.
        await asyncio.wait((landing,), timeout=limit.remaining())
        if not landing.done():
            raise RenderTimeout
        if landing.cancelled():
            raise PictureError(_CLOSING)
        return landing.result()

    @property
    def drawing(self) -> int:
        """How many distinct pictures are being drawn or wait for it."""
        return len(self._flights)

    @property
    def alive(self) -> bool:
        """Open, with a process that draws; one that died is replaced when the next picture is asked for."""
        return not self._closed and (not self._workers or any(worker.alive for worker in self._workers))

    @property
    def pids(self) -> tuple[int, ...]:
        """The worker processes, for those who watch them."""
        return tuple(worker.pid for worker in self._workers if worker.pid)

    def close(self) -> None:
        """Stop the workers; pictures under way fail."""
        self._closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._keys.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.close()

    def _take_off(self, key: str, job: Job, limit: Deadline) -> Future[Picture]:
        if len(self._flights) >= self._waiting:
            raise RenderPoolBusy
        flight = self._flights[key] = self._threads.submit(self._drawn, key, job, limit)
        return flight

    def _drawn(self, key: str, job: Job, limit: Deadline) -> Picture:
        try:
            if limit.passed:
                raise RenderTimeout
            if not self._workers:
                picture = render(*job)
            else:
                worker = self._idle.get()
                try:
                    picture = worker.draw(job, limit)
                finally:
                    self._idle.put(worker)
            self._remember(key, picture)
            return picture
        except PictureError as problem:
            if problem.__cause__ is not None:  # its sentence for people hides what happened
                log.error("a picture failed", exc_info=problem.__cause__)
            raise
        finally:
            with self._lock:
                self._flights.pop(key, None)

    def _remember(self, key: str, picture: Picture) -> None:
        with self._lock:
            if len(picture.png) <= self._cache.maxsize:  # LRUCache raises for a value above its size
                self._cache[key] = picture
