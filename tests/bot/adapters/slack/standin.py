"""A stand-in for Slack on a loopback socket: Web API, uploads, response URLs, Socket Mode, OAuth.

The real parts around it: slack_sdk's clients over real HTTP and websockets, and Bolt. It is
stricter than Slack where the documents leave room, and knows nothing of the adapter.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import WSMsgType, web

from tests.bot.adapters.slack.block_schemas import SCHEMAS
from tests.bot.adapters.slack.rules import ALIVE, MENTION, broken, broken_modal

Answer = dict[str, Any]
BOT, APP, REFRESHED = "xoxb-planted-bot-token", "xapp-planted-app-token", "xoxb-planted-renewed-token"


class Slack:
    """Records every call in `calls` and every message in `messages`. `answers[method]` is a queue of
    (status, body, headers) that are given instead of the truth."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Answer]] = []
        self.messages: list[Answer] = []
        self.responses: list[Answer] = []
        self.posted_at: dict[str, float] = {}
        self.files: dict[str, Answer] = {}
        self.views: list[Answer] = []
        self.triggers = set[str]()  # that opened a modal
        self.answers: dict[str, list[tuple[int, Answer | str, dict[str, str]]]] = {}
        self.tokens, self.refreshed = {BOT, APP}, set[str]()
        self.is_older = False  # knows none of the newer blocks
        self.looks_before_ready = 1
        self.began = 1769000000  # seconds of the first message's time
        self.history_lag = 0.0  # seconds until a message appears in the history
        self.page = 999  # messages of a history in one answer, however many are asked for
        self.member = True
        self.channels: dict[str, set[str]] = {}  # who is in those that the bot is in
        self.expires_in = 43200
        self.enterprise: str | None = None  # the organisation of the workspace that installs
        self.everywhere = False  # it is the organisation that installs
        self.teams: list[str] | None = []  # of that organisation; None where Slack does not say
        self.acks: dict[str, asyncio.Future[Answer]] = {}
        self.sockets: list[web.WebSocketResponse] = []
        self.connected = asyncio.Event()
        self.arrived = asyncio.Event()
        self._numbers = itertools.count(1)
        self._runner: web.AppRunner | None = None
        self.origin = ""
        self.intercept: Callable[[web.Request], Awaitable[None]] | None = None

    async def __aenter__(self) -> Slack:
        app = web.Application(client_max_size=20_000_000)
        app.add_routes(
            [
                web.route("*", "/api/{method}", self._api),
                web.post("/upload/{file}", self._upload),
                web.post("/respond/{id}", self._respond),
                web.get("/socket", self._socket),
            ]
        )
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.origin = f"127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_failure: object) -> None:
        for socket in self.sockets:
            await socket.close()
        self.sockets.clear()
        assert self._runner is not None
        await self._runner.cleanup()

    @property
    def base_url(self) -> str:
        return f"http://{self.origin}/api/"

    def reply_url(self, name: str = "1") -> str:
        return f"http://{self.origin}/respond/{name}"

    def fail(self, method: str, status: int = 200, body: Answer | str = "", **headers: str) -> None:
        """Answer the next call of `method` so."""
        self.answers.setdefault(method, []).append((status, body, headers))

    def called(self, method: str) -> list[Answer]:
        return [arguments for name, arguments in self.calls if name == method]

    def chat(self, channel: str, messages: int) -> None:
        """People write there."""
        for _ in range(messages):
            self.messages.append({"channel": channel, "text": "Hi.", "ts": self._ts()})

    def _ts(self) -> str:
        return f"{self.began}.{next(self._numbers):06d}"

    async def until(self, condition: Callable[[], bool], seconds: float = 10.0) -> None:
        """Wait for a call that makes `condition` true."""
        async with asyncio.timeout(seconds):
            while not condition():
                self.arrived.clear()
                await self.arrived.wait()

    async def push(self, kind: str, payload: Answer, **extra: Any) -> asyncio.Future[Answer]:
        """Send an envelope over the newest socket; the future is its acknowledgement."""
        envelope = f"envelope-{next(self._numbers)}"
        self.acks[envelope] = asyncio.get_running_loop().create_future()
        await self.sockets[-1].send_json(
            {
                "type": kind,
                "envelope_id": envelope,
                "payload": payload,
                "accepts_response_payload": True,
                **extra,
            }
        )
        return self.acks[envelope]

    # ---- the Web API

    async def _api(self, request: web.Request) -> web.Response:
        if self.intercept is not None:
            await self.intercept(request)
        method = request.match_info["method"]
        arguments = await self._arguments(request)
        self.calls.append((method, arguments))
        try:
            if self.answers.get(method):
                status, body, headers = self.answers[method].pop(0)
                if isinstance(body, str):
                    return web.Response(
                        status=status, text=body or "oops", content_type="text/html", headers=headers
                    )
                return web.json_response(body, status=status, headers=headers)
            token = request.headers.get("Authorization", "").removeprefix("Bearer ")
            if method != "oauth.v2.access" and token not in self.tokens:
                return web.json_response({"ok": False, "error": "invalid_auth"})
            handler = getattr(self, "_" + method.replace(".", "_"))
            return web.json_response({"ok": True, **handler(arguments)})
        except Refusal as refusal:
            return web.json_response({"ok": False, "error": str(refusal)})
        finally:
            self.arrived.set()

    @staticmethod
    async def _arguments(request: web.Request) -> Answer:
        arguments: Answer = dict(request.query)
        if request.content_type == "application/json":
            arguments |= await request.json()
        elif request.can_read_body:
            arguments |= {key: str(value) for key, value in (await request.post()).items()}
        return arguments

    def _auth_test(self, _arguments: Answer) -> Answer:
        return {
            "team_id": "T1",
            "team": "Club",
            "user_id": "UBOT",
            "bot_id": "B1",
            "url": "https://club.slack.com/",
        }

    def _usergroups_list(self, arguments: Answer) -> Answer:
        groups = [("S0TRADERS", "traders"), ("S0DESK", "desk")]
        return {"usergroups": [{"id": id, "handle": handle, "team_id": "T1"} for id, handle in groups]}

    def _users_info(self, arguments: Answer) -> Answer:
        return {
            "user": {
                "id": arguments["user"],
                "tz": "Europe/Berlin",
                "is_restricted": arguments["user"] == "UGUEST",
            }
        }

    def _chat_postMessage(self, arguments: Answer) -> Answer:  # noqa: N802  # Slack's name
        self._check(arguments)
        if not self.member and arguments["channel"].startswith("C"):
            raise Refusal("not_in_channel")
        ts = self._ts()
        self.messages.append({**arguments, "ts": ts})
        self.posted_at[ts] = time.monotonic()
        return {"channel": arguments["channel"], "ts": ts}

    def _chat_postEphemeral(self, arguments: Answer) -> Answer:  # noqa: N802  # Slack's name
        self._check(arguments)
        self.messages.append({**arguments, "ephemeral": True})
        return {"message_ts": "1769000000.000001"}

    def _assistant_threads_setStatus(self, arguments: Answer) -> Answer:  # noqa: N802  # Slack's name
        assert arguments["channel_id"]
        assert arguments["thread_ts"]
        assert "status" in arguments
        return {}

    def _chat_unfurl(self, arguments: Answer) -> Answer:
        message = {"unfurl_id", "source"} <= arguments.keys() or {"channel", "ts"} <= arguments.keys()
        assert message, "which message is meant?"
        for url, unfurl in arguments["unfurls"].items():
            assert url.startswith("https://"), url
            assert broken(unfurl["blocks"]) == []
            assert unfurl["preview"]["title"]["type"] == "plain_text"
        return {"ok": True}

    def _views_publish(self, arguments: Answer) -> Answer:
        view = arguments["view"]
        view = json.loads(view) if isinstance(view, str) else view
        if problems := broken(view["blocks"], most=100):
            raise Refusal(f"invalid_arguments {problems}")
        self.views.append({"user_id": arguments["user_id"], **view})
        return {}

    def _views_open(self, arguments: Answer) -> Answer:
        view, trigger = arguments["view"], arguments["trigger_id"]
        if trigger in self.triggers:
            raise Refusal("exchanged_trigger_id")
        if problems := broken_modal(view):
            raise Refusal(f"invalid_arguments {problems}")
        self.triggers.add(trigger)
        self.views.append({**view, "id": f"V{next(self._numbers)}"})
        return {"view": self.views[-1]}

    def _files_getUploadURLExternal(self, arguments: Answer) -> Answer:  # noqa: N802  # Slack's name
        if len(arguments.get("alt_txt", "")) > 1000:
            raise Refusal("alt_txt_too_long")
        name = f"F{next(self._numbers)}"
        self.files[name] = {**arguments, "id": name, "looks": 0, "content": b"", "complete": False}
        return {"file_id": name, "upload_url": f"http://{self.origin}/upload/{name}"}

    def _files_completeUploadExternal(self, arguments: Answer) -> Answer:  # noqa: N802  # Slack's name
        files = json.loads(arguments["files"]) if isinstance(arguments["files"], str) else arguments["files"]
        if arguments.get("channel_id") and not self.member:
            raise Refusal("not_in_channel")
        for file in files:
            self.files[file["id"]] |= {
                "complete": True,
                "channel": arguments.get("channel_id"),
                "title": file["title"],
            }
        return {"files": files}

    def _files_info(self, arguments: Answer) -> Answer:
        file = self.files[arguments["file"]]
        file["looks"] += 1
        return {"file": {"id": file["id"], "mimetype": "image/png" if self._ready(file) else ""}}

    def _ready(self, file: Answer) -> bool:
        return bool(
            file["complete"]
            and len(file["content"]) == int(file["length"])
            and file["looks"] > self.looks_before_ready
        )

    def _conversations_info(self, arguments: Answer) -> Answer:
        return {
            "channel": {
                "id": arguments["channel"],
                "is_member": self.member,
                "is_archived": arguments["channel"] == "CARCHIVED",
            }
        }

    def _conversations_replies(self, arguments: Answer) -> Answer:
        return self._conversations_history(arguments)

    def _conversations_history(self, arguments: Answer) -> Answer:
        """Of the thread `ts`, or of the channel without its threads."""
        with_metadata = arguments.get("include_all_metadata") in ("1", "true", "True", True)
        oldest, before = arguments.get("oldest", "0"), arguments.get("cursor") or "inf"
        there = [m for m in self.messages if m["channel"] == arguments["channel"] and "ts" in m]
        there = [m for m in there if m.get("thread_ts") == arguments.get("ts")]
        latest = time.monotonic() - self.history_lag
        there = [m for m in there if self.posted_at.get(m["ts"], latest) <= latest]
        found = [m for m in reversed(there) if float(oldest) < float(m["ts"]) < float(before)]
        size = min(int(arguments.get("limit", 100)), self.page)
        page = [
            {
                "ts": m["ts"],
                **({"metadata": _decoded(m["metadata"])} if with_metadata and "metadata" in m else {}),
            }
            for m in found[:size]
        ]
        more = len(found) > size
        return {
            "messages": page,
            "has_more": more,
            "response_metadata": {"next_cursor": page[-1]["ts"] if more else ""},
        }

    def _users_conversations(self, arguments: Answer) -> Answer:
        there = [{"id": channel} for channel, people in self.channels.items() if arguments["user"] in people]
        return {"channels": there, "response_metadata": {"next_cursor": ""}}

    def _auth_teams_list(self, _arguments: Answer) -> Answer:
        if self.teams is None:
            raise Refusal("internal_error")
        return {"teams": [{"id": team, "name": "Club"} for team in self.teams]}

    def _apps_connections_open(self, _arguments: Answer) -> Answer:
        return {"url": f"ws://{self.origin}/socket"}

    def _oauth_v2_access(self, arguments: Answer) -> Answer:
        self.tokens |= {REFRESHED} if arguments.get("grant_type") else {BOT}
        if arguments.get("grant_type") == "refresh_token":
            if arguments["refresh_token"] in self.refreshed:
                raise Refusal("invalid_refresh_token")
            self.refreshed.add(arguments["refresh_token"])  # it works once
            return {
                "token_type": "bot",
                "access_token": REFRESHED,
                "refresh_token": "xoxe-next",
                "expires_in": self.expires_in,
            }
        if arguments.get("code") != "good":
            raise Refusal("invalid_code")
        return {
            "token_type": "bot", "access_token": BOT,
            "refresh_token": "xoxe-planted-refresh", "expires_in": self.expires_in,
            "scope": "commands,chat:write", "bot_user_id": "UBOT", "app_id": "A1",
            "team": None if self.everywhere else {"id": "T1", "name": "Club"}, "authed_user": {"id": "U1"},
            "enterprise": {"id": self.enterprise, "name": "Group"} if self.enterprise else None,
            "is_enterprise_install": self.everywhere,
        }  # fmt: skip

    # ---- uploads, response URLs, sockets

    async def _upload(self, request: web.Request) -> web.Response:
        file = self.files[request.match_info["file"]]
        file["content"] = await request.read()
        return web.Response(text=f"OK - {len(file['content'])}")

    async def _respond(self, request: web.Request) -> web.Response:
        payload = await request.json()
        try:
            if self.answers.get("respond"):
                status, body, headers = self.answers["respond"].pop(0)
                return web.Response(status=status, text=str(body), headers=headers)
            self._check(payload)
            self.responses.append({**payload, "url": request.match_info["id"]})
            return web.Response(text="ok")
        except Refusal as refusal:
            return web.Response(status=400, text=str(refusal))
        finally:
            self.arrived.set()

    def _check(self, payload: Answer) -> None:
        blocks = payload.get("blocks") or []
        blocks = json.loads(blocks) if isinstance(blocks, str) else blocks
        payload["blocks"] = blocks
        text = payload.get("text", "")
        if blocks and (mention := MENTION.fullmatch((blocks[0].get("text") or {}).get("text", ""))):
            blocks, text = blocks[1:], text.removeprefix(f"{mention[0]} ")
        if len(text) > 4000 or ALIVE.search(text):
            raise Refusal("msg_too_long or alive")
        ready = frozenset(name for name, file in self.files.items() if self._ready(file))
        if self.is_older and any(block["type"] in SCHEMAS for block in blocks):
            raise Refusal("invalid_blocks")
        if problems := broken(blocks, ready_files=ready):
            raise Refusal(f"invalid_blocks {problems}")

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self.connected.set()
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                answer = json.loads(message.data)
                self.acks[answer["envelope_id"]].set_result(answer.get("payload", {}))
        return socket


class Refusal(Exception):
    """Slack's `ok: false`."""


def _decoded(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
