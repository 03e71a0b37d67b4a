"""An event loop with nothing to do, measured like the workers' while it runs beside them: what it is held
up is the machine's doing.

`python -m benchmarks.drill.idle` measures until its standard input ends, and writes its stalls as JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys

from benchmarks.drill.stalls import Stalls
from bot.telemetry.event_loop import measure


async def main() -> None:
    stalls = Stalls()
    measuring = asyncio.create_task(measure(stalls.note))
    await asyncio.to_thread(sys.stdin.read)
    measuring.cancel()
    print(json.dumps(stalls.found))


if __name__ == "__main__":
    asyncio.run(main())
