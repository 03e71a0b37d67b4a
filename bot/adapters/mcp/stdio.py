"""The stdio transport: one assistant that started the program talks to it over standard input and output."""

from __future__ import annotations

import asyncio
import sys
import threading
from typing import TYPE_CHECKING, Any, cast

from mcp.server.stdio import stdio_server

if TYPE_CHECKING:
    import anyio
    from mcp.server import Server

_AHEAD = 64  # messages read and not yet taken


async def serve_stdio(server: Server[Any], stop: asyncio.Event) -> None:
    """Serve until the assistant closes standard input, or `stop`."""
    talking = asyncio.create_task(_talk(server, LineReader(sys.stdin.fileno())))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait((talking, stopping), return_when=asyncio.FIRST_COMPLETED)
    talking.cancel()
    stopping.cancel()
    result, _stopped = await asyncio.gather(talking, stopping, return_exceptions=True)
    if isinstance(result, Exception):
        raise result


async def _talk(server: Server[Any], lines: LineReader) -> None:
    # Standard output is the protocol's alone: the SDK sends whatever else prints to standard error.
    async with stdio_server(cast("anyio.AsyncFile[str]", lines)) as (read, write):
        await server.run(read, write, server.create_initialization_options())


class LineReader:
    """Lines of a descriptor, read by a thread that nobody waits for: a read that hangs must not keep the
    program from ending. Belongs to the running loop."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor, self._loop = descriptor, asyncio.get_running_loop()
        self._lines: asyncio.Queue[str | None] = asyncio.Queue(_AHEAD)
        threading.Thread(target=self._read, name="stdin", daemon=True).start()

    def _read(self) -> None:
        with open(self._descriptor, encoding="utf-8", errors="replace", closefd=False) as stream:
            for line in stream:
                if not self._put(line):
                    return
        self._put(None)

    def _put(self, line: str | None) -> bool:
        """Wait for room; False when the loop is gone."""
        adding = self._lines.put(line)
        try:
            asyncio.run_coroutine_threadsafe(adding, self._loop).result()
        except (RuntimeError, asyncio.CancelledError):
            adding.close()
            return False
        return True

    def __aiter__(self) -> LineReader:
        return self

    async def __anext__(self) -> str:
        line = await self._lines.get()
        if line is None:
            raise StopAsyncIteration
        return line
