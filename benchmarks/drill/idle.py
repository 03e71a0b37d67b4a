"""An event loop with nothing to do, measured like the workers' while it runs beside them: what it is held
up is the machine's doing.

`python -m benchmarks.drill.idle` measures until its standard input ends, and writes the longest stall in seconds.
"""

from __future__ import annotations

import asyncio
import sys

from bot.steady import measure


async def main() -> None:
    stalls = [0.0]
    measuring = asyncio.create_task(measure(lambda longest, own: stalls.append(longest)))
    await asyncio.to_thread(sys.stdin.read)
    measuring.cancel()
    print(stalls[-1])


if __name__ == "__main__":
    asyncio.run(main())
