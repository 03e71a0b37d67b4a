"""Slack's and Discord's APIs on loopback, as unreliable as they can be, with a perfect memory.

`python -m benchmarks.drill.standin PORT SEED [calm] [small]` serves until it is stopped. What a post meets is
drawn per request from the seed: 200, 429 with Retry-After, 500, a connection cut after accepting,
or an answer that comes only after the client has given up. Nothing is deduplicated: Discord's
nonce, which would hide a double post, is ignored.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import random
import sys
import time
from collections import Counter, defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from aiohttp import web

HANG = 15.0  # seconds; longer than a post may take
EPOCH = 1_420_070_400_000  # milliseconds; Discord's ids count from here
FAULTS = {"ok": 0.72, "429": 0.10, "500": 0.08, "cut": 0.07, "hang": 0.03}
_LOOK = 0.01  # seconds
PER_SECOND = 50  # of Discord's requests, over all channels
REFUSED = "refused-"  # how the channels of a workspace begin that always answers 429


class StandIn:
    """`strict`: Discord's limit of requests a second is enforced, as far as this process can tell: what came
    while it stood still, it cannot say when."""

    def __init__(self, seed: int, faults: dict[str, float], strict: bool = False) -> None:
        self._strict = strict
        self._seconds: deque[float] = deque()
        self._looked, self._stood = time.monotonic(), deque[tuple[float, float]]()
        self.first = self.last = 0.0
        self.late = 0  # posts that say that they are
        self._draws, self._faults = random.Random(seed), faults
        self.accepted: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        self.faults: Counter[str] = Counter()
        self._next, self._moment = 1, 0

    def app(self) -> web.Application:
        app = web.Application(client_max_size=32 * 2**20)
        app.cleanup_ctx.append(self.watch)
        app.router.add_get("/results", self.results)
        app.router.add_post("/api/chat.postMessage", self.slack_post)
        app.router.add_route("*", "/api/conversations.history", self.slack_history)
        app.router.add_route("*", "/api/files.getUploadURLExternal", self.slack_upload_url)
        app.router.add_post("/upload/{file}", self.slack_upload)
        app.router.add_post("/api/files.completeUploadExternal", self.slack_uploaded)
        app.router.add_route("*", "/api/files.info", self.slack_file)
        app.router.add_get("/discord/users/@me", self.discord_me)
        app.router.add_get("/discord/oauth2/applications/@me", self.discord_application)
        app.router.add_post("/discord/channels/{channel}/messages", self.discord_post)
        app.router.add_get("/discord/channels/{channel}/messages", self.discord_history)
        return app

    async def results(self, request: web.Request) -> web.Response:
        counts = {channel: len(messages) for channel, messages in self.accepted.items()}
        took = self.last - self.first
        return _json(
            {
                "posts": counts,
                "faults": dict(self.faults),
                "seconds": took,
                "last": self.last,
                "late": self.late,
            }
        )

    def _over_limit(self) -> bool:
        """True for a request of Discord beyond its limit of a second, which is then counted as a fault."""
        now = time.monotonic()
        while self._seconds and self._seconds[0] <= now - 1:
            self._seconds.popleft()
        stood = max((length for at, length in self._stood if at > now - 2), default=0.0)
        stood = max(stood, now - self._looked)
        if not self._strict or len(self._seconds) < PER_SECOND * (1 + stood):
            self._seconds.append(now)
            return False
        self.faults["over the limit"] += 1
        return True

    async def watch(self, app: web.Application) -> AsyncIterator[None]:
        """Note when this process stood still."""

        async def look() -> None:
            while True:
                self._looked = time.monotonic()
                await asyncio.sleep(_LOOK)
                now = time.monotonic()
                if now - self._looked > 2 * _LOOK:
                    self._stood.append((now, now - self._looked))
                while self._stood and self._stood[0][0] < now - 2:
                    self._stood.popleft()

        looking = asyncio.create_task(look())
        yield
        looking.cancel()

    def _number(self) -> int:
        self._next += 1
        return self._next

    def _now(self) -> int:
        """Microseconds since 1970, never twice the same: messages are known by their time."""
        self._moment = max(time.time_ns() // 1000, self._moment + 1)
        return self._moment

    async def _accept(
        self, request: web.Request, channel: str, message: dict[str, Any], answer: dict[str, Any]
    ) -> web.StreamResponse:
        fault = self._draws.choices(list(self._faults), list(self._faults.values()))[0]
        self.faults[fault] += 1
        if fault == "429":
            body = {"ok": False, "error": "ratelimited", "retry_after": 1, "global": False}
            return _json(body, status=429, headers={"Retry-After": "1", "Via": "1.1 loopback"})
        if fault == "500":
            return _json({"ok": False, "error": "internal_error"}, status=500)
        self.first, self.last = self.first or time.monotonic(), time.monotonic()
        self.late += "minutes late" in json.dumps(message)
        self.accepted[channel].append(message)
        if fault == "cut":
            assert request.transport is not None
            request.transport.abort()
        if fault == "hang":
            await asyncio.sleep(HANG)
        return _json(answer)

    async def slack_post(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        if body["channel"].startswith(REFUSED):
            self.faults["always 429"] += 1
            return _json({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "30"})
        seconds, rest = divmod(self._now(), 1_000_000)
        ts = f"{seconds}.{rest:06d}"
        message = {"ts": ts, "metadata": body["metadata"], "text": body.get("text", "")}
        return await self._accept(request, body["channel"], message, {"ok": True, "ts": ts})

    async def slack_history(self, request: web.Request) -> web.Response:
        asked: Any = request.query or await request.post()
        oldest, before = float(asked["oldest"]), float(asked.get("cursor") or "inf")
        there = reversed(self.accepted[asked["channel"]])
        found = [message for message in there if oldest < float(message["ts"]) < before]
        page = found[: int(asked["limit"])]
        cursor = page[-1]["ts"] if len(page) < len(found) else ""
        return _json({"ok": True, "messages": page, "response_metadata": {"next_cursor": cursor}})

    async def slack_upload_url(self, request: web.Request) -> web.Response:
        name = f"F{self._number()}"
        url = str(request.url.with_path(f"/upload/{name}").with_query(None))
        return _json({"ok": True, "upload_url": url, "file_id": name})

    async def slack_upload(self, request: web.Request) -> web.Response:
        await request.read()
        return web.Response(text="OK")

    async def slack_uploaded(self, request: web.Request) -> web.Response:
        files = json.loads(request.query.get("files") or str((await request.post())["files"]))
        return _json({"ok": True, "files": [{"id": file["id"]} for file in files]})

    async def slack_file(self, request: web.Request) -> web.Response:
        return _json({"ok": True, "file": {"id": "F", "mimetype": "image/png"}})

    async def discord_me(self, request: web.Request) -> web.Response:
        return _json(BOT)

    async def discord_application(self, request: web.Request) -> web.Response:
        return _json(APPLICATION)

    async def discord_post(self, request: web.Request) -> web.StreamResponse:
        channel = request.match_info["channel"]
        if self._over_limit():
            return _over()
        if request.content_type == "application/json":
            body = await request.json()
        else:
            body = json.loads(str((await request.post())["payload_json"]))
        message = _discord_message(_snowflake(self._now()), channel, body)
        return await self._accept(request, channel, message, message)

    async def discord_history(self, request: web.Request) -> web.Response:
        """Newest first, down to what somebody said there in 2020."""
        channel, asked = request.match_info["channel"], request.query
        if self._over_limit():
            return _over()
        before, after = int(asked.get("before", 2**63)), int(asked.get("after", 0))
        said = _discord_message(_snowflake(1_577_836_800_000_000), channel, {"content": "Hello."})
        found = [m for m in (said, *self.accepted[channel]) if after < int(m["id"]) < before]
        limit = int(asked.get("limit", 50))
        return _json(list(reversed(found[:limit] if "after" in asked else found[-limit:])))


BOT = {"id": "1", "username": "bellwether", "discriminator": "0", "avatar": None, "bot": True}
APPLICATION = {
    "id": "1",
    "name": "drill",
    "description": "",
    "icon": None,
    "owner": BOT,
    "flags": 0,
    "bot_public": True,
    "bot_require_code_grant": False,
    "summary": "",
    "verify_key": "",
}


def _json(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """discord.py reads JSON only where the type has no parameters."""
    return web.Response(
        body=json.dumps(body).encode(), status=status, headers=headers, content_type="application/json"
    )


def _over() -> web.Response:
    body = {"message": "You are being rate limited.", "retry_after": 1.0, "global": True}
    headers = {"Retry-After": "1", "Via": "1.1 loopback", "X-RateLimit-Global": "true"}
    return _json(body, status=429, headers=headers)


def _snowflake(moment: int) -> str:
    """Discord's id for a message of that microsecond."""
    milliseconds, rest = divmod(moment, 1000)
    return str(((milliseconds - EPOCH) << 22) + rest)


def _discord_message(number: str, channel: str, body: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": number,
        "channel_id": channel,
        "author": BOT,
        "content": body.get("content") or "",
        "timestamp": "2026-01-22T07:30:00+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "components": body.get("components") or [],
        "flags": body.get("flags") or 0,
        "pinned": False,
        "type": 0,
        "nonce": body.get("nonce"),
    }


def main() -> None:
    if not {"mass", "small"} & set(
        sys.argv
    ):  # they measure when requests come, or look for a post soon after it
        os.nice(10)  # in truth the platforms are elsewhere and take no time from the workers
        with suppress(OSError):  # Linux divides time between sessions first; within one, niceness counts
            Path("/proc/self/autogroup").write_text("10")
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)  # clients are killed in mid-sentence
    port, seed = int(sys.argv[1]), int(sys.argv[2])
    faults = {"ok": 1.0} if "calm" in sys.argv else FAULTS
    if "small" in sys.argv:
        faults = {name: share for name, share in faults.items() if name != "hang"}
    standin = StandIn(seed, faults, strict="mass" in sys.argv)
    web.run_app(standin.app(), host="127.0.0.1", port=port, print=None, access_log=None)


if __name__ == "__main__":
    main()
