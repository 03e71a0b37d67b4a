"""The real program reaches Discord through the proxy of the environment."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from tests.bot.adapters.discord.standin import TOKEN, Discord

ROOT = Path(__file__).resolve().parents[4]
PATIENCE = 60.0


class Proxy:
    """A proxy on loopback that notes what it is asked for, and is out of service."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        method, target, _version = (await reader.readline()).decode().split()
        self.asked.append(f"{method} {target.partition('?')[0]}")
        writer.write(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        writer.close()


async def run(settings: dict[str, str], until: Callable[[], object], home: Path) -> None:
    """`bellwether discord` until something holds."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("BELLWETHER_")}
    base = {"PYTHONPATH": str(ROOT), "BELLWETHER_DATA_DIR": str(home), "BELLWETHER_DISCORD_TOKEN": TOKEN}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "discord", cwd=home, env=clean | base | settings,
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with asyncio.timeout(PATIENCE):
            while not until():  # noqa: ASYNC110 — another process has no event for us
                await asyncio.sleep(0.05)
    finally:
        process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.wait(), PATIENCE)


async def test_the_program_reaches_discord_through_the_proxy_unless_it_is_excepted(tmp_path: Path) -> None:
    proxy, discord = Proxy(), Discord()
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    await discord.start()
    through = {"HTTPS_PROXY": f"http://127.0.0.1:{port}", "HTTP_PROXY": f"http://127.0.0.1:{port}"}
    try:
        await run(through, lambda: proxy.asked, tmp_path)
        assert set(proxy.asked) == {"CONNECT discord.com:443"}
        proxy.asked.clear()
        local = {"BELLWETHER_DISCORD_API_BASE": discord.api, "BELLWETHER_DISCORD_GATEWAY": discord.gateway}
        await run(through | local | {"NO_PROXY": "127.0.0.1"}, lambda: discord.identifies, tmp_path)
        assert proxy.asked == []
        await run(through | local, lambda: proxy.asked, tmp_path)
        assert all(asked.partition(" ")[2].startswith(discord.api) for asked in proxy.asked)
    finally:
        server.close()
        await discord.stop()
