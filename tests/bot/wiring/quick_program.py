"""`python -m tests.bot.wiring.quick_program WORD…`: the program `bellwether`, whose minutes and whose waits between two
tries of a post take a tenth of their time. Everything else is as it is."""

from __future__ import annotations

import asyncio
from typing import Any

QUICKER = 10.0


async def _sleep(seconds: float) -> None:
    await asyncio.sleep(seconds / QUICKER)


def main() -> None:
    from bot.jobs import holds

    holds.RETRY /= QUICKER  # before anybody takes its value

    from bot.jobs import worker
    from bot.jobs.delivery import BatchDelivery

    class QuickDelivery(BatchDelivery):
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **(named | {"sleep": _sleep}))

    worker.MINUTE /= QUICKER
    worker.BatchDelivery = QuickDelivery  # type: ignore[attr-defined]

    from bot.__main__ import main as run

    run()


if __name__ == "__main__":
    main()
