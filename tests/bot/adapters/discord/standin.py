"""A stand-in for Discord on loopback sockets: its REST API and its gateway, as far as a bot that
answers commands needs them. Speaks the real protocol to the real discord.py in another process.

It keeps Discord's rules that matter here: one acknowledgement per interaction (40060 after that),
a session that can be resumed with its missed events, and close code 4004 for a wrong token.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, WSMsgType, web

TOKEN = "planted-token-of-the-test"
APPLICATION = "1000"
BOT = {"id": "1000", "username": "Bellwether", "discriminator": "0", "avatar": None, "bot": True}
ANN: dict[str, Any] = {"id": "2000", "username": "ann", "discriminator": "0", "avatar": None}
BOB: dict[str, Any] = {"id": "2001", "username": "bob", "discriminator": "0", "avatar": None}
GUILD, CHANNEL, SYSTEM = "3000", "4000", "4001"
HOSTILE_NAME = "@everyone <@&1> [x](https://evil.example)"
EPOCH = 1_420_070_400_000  # milliseconds; Discord's ids count from here
EVERYTHING = str(2**50 - 1)


def reply(data: Any, status: int = 200) -> web.Response:
    # discord.py wants the bare content type, as Discord sends it.
    return web.Response(
        body=json.dumps(data).encode(), status=status, headers={"Content-Type": "application/json"}
    )


def plain(status: int, body: str, kind: str, headers: Mapping[str, str] | None = None) -> web.Response:
    return web.Response(body=body.encode(), status=status, headers={"Content-Type": kind, **(headers or {})})


@dataclass
class Call:
    """One REST request of the bot. `files`: name to bytes."""

    method: str
    path: str
    json: Any
    files: dict[str, bytes]
    at: float = field(default_factory=time.monotonic)


class Discord:
    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.identifies = self.resumes = 0
        self.acknowledged: dict[str, float] = {}
        self.sent: dict[str, float] = {}
        self.messages: dict[str, dict[str, Any]] = {}
        self.posts: list[dict[str, Any]] = []
        self.permissions = EVERYTHING  # that the bot's role grants
        self.guilds: list[dict[str, Any]] = [
            {"id": GUILD, "name": "Club", "icon": None, "owner": False, "features": []}
        ]
        # For the next post, after it was taken: a status, "drop", or status, body, its type and further headers.
        self.fault: str | int | tuple[int, str, str] | tuple[int, str, str, Mapping[str, str]] = 0
        self.refusal: tuple[int, str, str] | None = None  # for every request, while it is set
        self._socket: web.WebSocketResponse | None = None
        self._history: list[dict[str, Any]] = []
        self._serial = 10_000
        self._changed = asyncio.Condition()

    async def start(self) -> None:
        app = web.Application(client_max_size=30 * 1024 * 1024)
        app.router.add_get("/gateway", self._gateway)
        app.router.add_get("/gateway/", self._gateway)
        app.router.add_route("*", "/api/v10/{tail:.*}", self._rest)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.api, self.gateway = f"http://{host}:{port}/api/v10", f"ws://{host}:{port}/gateway"

    async def stop(self) -> None:
        await self.drop()
        await self._runner.cleanup()

    async def until(self, holds: Callable[[], Any], seconds: float = 20.0) -> Any:
        """Wait until something holds; what it gave."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(holds)
        return holds()

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    # -- the gateway

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 41_250}, "s": None, "t": None})
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                break
            payload = json.loads(frame.data)
            if payload["op"] == 1:
                await socket.send_json({"op": 11, "d": None, "s": None, "t": None})
            elif payload["op"] == 2:
                if payload["d"]["token"] != TOKEN:
                    await socket.close(code=4004, message=b"Authentication failed.")
                    break
                self._socket, self._history = socket, []
                self.identifies += 1
                self.intents = payload["d"]["intents"]
                await self._dispatch("READY", self._ready())
                await self._dispatch("GUILD_CREATE", self._guild())
            elif payload["op"] == 6:
                self._socket = socket
                for missed in [e for e in self._history if e["s"] > payload["d"]["seq"]]:
                    await socket.send_json(missed)
                await self._dispatch("RESUMED", {})
                self.resumes += 1
            await self._tell()
        return socket

    async def _dispatch(self, event: str, data: dict[str, Any]) -> None:
        entry = {"op": 0, "t": event, "d": data, "s": len(self._history) + 1}
        self._history.append(entry)
        if self._socket is not None and not self._socket.closed:
            await self._socket.send_json(entry)

    async def drop(self) -> None:
        """Cut the connection without a word, as a network does."""
        if self._socket is not None and self._socket._req is not None and self._socket._req.transport:
            self._socket._req.transport.abort()
        self._socket = None

    async def replay(self, interaction: dict[str, Any]) -> None:
        """Deliver an event a second time."""
        await self._dispatch("INTERACTION_CREATE", interaction)

    def _ready(self) -> dict[str, Any]:
        return {
            "v": 10,
            "user": BOT,
            "guilds": [{"id": GUILD, "unavailable": True}],
            "session_id": "session",
            "resume_gateway_url": self.gateway,
            "application": {"id": APPLICATION, "flags": 0},
            "shard": [0, 1],
        }

    def _guild(self) -> dict[str, Any]:
        channel = {"id": CHANNEL, "type": 0, "name": "markets", "position": 0, "permission_overwrites": []}
        everyone = {"id": GUILD, "name": "@everyone", "permissions": EVERYTHING, "position": 0, "color": 0}
        flags = {"hoist": False, "managed": False, "mentionable": False, "flags": 0}
        lists = ("members", "threads", "emojis", "features", "stickers", "voice_states", "presences")
        return {
            "id": GUILD,
            "name": "Club",
            "owner_id": ANN["id"],
            "roles": [everyone | flags],
            "channels": [channel],
            "member_count": 2,
            **{name: [] for name in lists},
            **dict.fromkeys(("verification_level", "default_message_notifications", "mfa_level"), 0),
            **dict.fromkeys(
                ("explicit_content_filter", "nsfw_level", "premium_tier", "system_channel_flags"), 0
            ),
            "preferred_locale": "en-US",
            "afk_timeout": 300,
        }

    # -- what people do

    async def add_bot(self, guild: str, *, system: bool = True, grants: str = EVERYTHING) -> None:
        """Somebody adds the bot to a server with a system channel, where everybody has `grants`."""
        member = {
            "user": BOT,
            "roles": [],
            "joined_at": "2026-01-22T00:00:00+00:00",
            "deaf": False,
            "mute": False,
        }
        added = self._guild() | {
            "id": guild,
            "name": HOSTILE_NAME,
            "system_channel_id": SYSTEM if system else None,
            "members": [member | {"flags": 0}],
        }
        added["channels"] = [added["channels"][0] | {"id": SYSTEM}]
        added["roles"] = [added["roles"][0] | {"id": guild, "permissions": grants}]
        await self._dispatch("GUILD_CREATE", added)

    async def slash(self, name: str, **options: Any) -> dict[str, Any]:
        kinds = {bool: 5, int: 4, float: 10, str: 3}
        given = [{"name": k, "type": kinds[type(v)], "value": v} for k, v in options.items()]
        return await self._interact(2, {"id": "1", "name": name, "type": 1, "options": given})

    async def slash_from(
        self, user: dict[str, Any], guild: str | None, name: str, **options: str
    ) -> dict[str, Any]:
        """A command of `user` in a server, or without one in their direct messages with the bot. `name` may be that
        of a subcommand: "alert list"; a flat verb is what an earlier release registered."""
        given: list[dict[str, Any]] = [{"name": k, "type": 3, "value": v} for k, v in options.items()]
        name, _, verb = name.partition(" ")
        given = [{"name": verb, "type": 1, "options": given}] if verb else given
        data = {"id": "1", "name": name, "type": 1, "options": given}
        return await self._interact(2, data, user=user, guild=guild)

    async def typing(self, name: str, option: str, text: str) -> dict[str, Any]:
        focused = {"name": option, "type": 3, "value": text, "focused": True}
        return await self._interact(4, {"id": "1", "name": name, "type": 1, "options": [focused]})

    async def check(self, name: str, text: str) -> dict[str, Any]:
        """The command `name` in the menu of a message with these words."""
        message = {"id": "7000", "channel_id": CHANNEL, "content": text, "author": ANN, "embeds": []}
        data = {
            "id": "1",
            "name": name,
            "type": 3,
            "target_id": "7000",
            "resolved": {"messages": {"7000": message}},
        }
        return await self._interact(2, data)

    async def click(self, message: dict[str, Any], custom_id: str) -> dict[str, Any]:
        return await self._interact(3, {"component_type": 2, "custom_id": custom_id}, message)

    async def _interact(
        self,
        kind: int,
        data: dict[str, Any],
        message: dict[str, Any] | None = None,
        user: dict[str, Any] = ANN,
        guild: str | None = GUILD,
    ) -> dict[str, Any]:
        self._serial += 1
        member = {
            "user": user, "roles": [], "joined_at": "2026-01-01T00:00:00+00:00",
            "permissions": EVERYTHING, "deaf": False, "mute": False, "flags": 0,
        }  # fmt: skip
        interaction: dict[str, Any] = {
            "id": str(self._serial),
            "application_id": APPLICATION,
            "type": kind,
            "token": f"interaction-{self._serial}",
            "version": 1,
            "data": data,
            "guild_id": GUILD,
            "channel_id": CHANNEL,
            "channel": {"id": CHANNEL, "type": 0, "name": "markets", "position": 0},
            "member": member,
            "locale": "en-US",
            "app_permissions": EVERYTHING,
            "entitlements": [],
            "authorizing_integration_owners": {},
            "context": 0,
            "attachment_size_limit": 10 * 1024 * 1024,
        }
        if guild is None:
            channel = f"9{user['id']}"
            interaction |= {"channel_id": channel, "channel": {"id": channel, "type": 1}, "context": 1}
            interaction["user"] = user
            del interaction["guild_id"], interaction["member"]
        else:
            interaction["guild_id"] = guild
        if message is not None:
            interaction["message"] = message
            self.messages[interaction["token"]] = message
        self.sent[interaction["id"]] = time.monotonic()
        await self._dispatch("INTERACTION_CREATE", interaction)
        return interaction

    def ack_seconds(self, interaction: dict[str, Any]) -> float:
        return self.acknowledged[interaction["id"]] - self.sent[interaction["id"]]

    def edits(self, interaction: dict[str, Any]) -> list[Call]:
        path = f"/webhooks/{APPLICATION}/{interaction['token']}/messages/@original"
        return [call for call in self.calls if call.method == "PATCH" and call.path == path]

    async def answer(self, interaction: dict[str, Any]) -> Call:
        calls: list[Call] = await self.until(lambda: self.edits(interaction))
        return calls[-1]

    # -- the REST API

    async def _rest(self, request: web.Request) -> web.Response:
        call = await self._read(request)
        self.calls.append(call)
        if self.refusal is not None:
            await self._tell()
            return plain(*self.refusal)
        response = self._respond(request, call)
        await self._tell()
        if self.fault and call.method == "POST" and call.path.endswith("/messages"):
            fault, self.fault = self.fault, 0
            if isinstance(fault, tuple):
                return plain(*fault)
            if fault == "drop" and request.transport:
                request.transport.abort()
            return reply({"code": 0, "message": "lost"}, status=fault if isinstance(fault, int) else 500)
        return response

    async def _read(self, request: web.Request) -> Call:
        body: Any = None
        files: dict[str, bytes] = {}
        if request.content_type.startswith("multipart/"):
            async for part in await request.multipart():
                assert isinstance(part, BodyPartReader)
                if part.filename:
                    files[part.filename] = bytes(await part.read())
                else:
                    body = json.loads(await part.text())
        elif request.can_read_body:
            body = await request.json()
        return Call(request.method, "/" + request.match_info["tail"], body, files)

    def _respond(self, request: web.Request, call: Call) -> web.Response:
        if request.headers.get("Authorization") not in (None, f"Bot {TOKEN}"):
            return reply({"code": 0, "message": "401: Unauthorized"}, status=401)
        parts: list[str] = call.path.strip("/").split("/")
        match parts:
            case ["users", "@me"]:
                return reply(BOT)
            case ["oauth2", "applications", "@me"]:
                return reply(self._application())
            case ["users", "@me", "guilds"]:
                return reply(self.guilds)
            case ["guilds", _, "members", _]:
                return reply({"user": BOT, "roles": ["3001"]})
            case ["guilds", guild, "roles"]:
                return reply(
                    [{"id": guild, "permissions": "0"}, {"id": "3001", "permissions": self.permissions}]
                )
            case ["gateway", "bot"]:
                start = {"total": 1000, "remaining": 999, "reset_after": 1, "max_concurrency": 1}
                return reply({"url": self.gateway, "shards": 1, "session_start_limit": start})
            case ["applications", _, "commands"]:
                return reply([])
            case ["interactions", id_, token, "callback"]:
                if id_ in self.acknowledged:
                    refusal = {"code": 40060, "message": "Interaction has already been acknowledged."}
                    return reply(refusal, status=400)
                self.acknowledged[id_] = call.at
                return reply({"interaction": {"id": id_, "type": 2, "token": token}})
            case ["webhooks", _, token, "messages", "@original"]:
                return reply(self._message(token, call))
            case ["channels", _, "messages"] if call.method == "POST":
                return reply(self._post(call))
            case ["channels", _, "messages"]:
                return self._history_of(request.query)
        return reply({"code": 0, "message": "not in this stand-in"}, status=404)

    def _history_of(self, asked: Mapping[str, str]) -> web.Response:
        """A page of it, newest first: what is nearest to `before` or `after`."""
        if len(asked.keys() & {"before", "after"}) > 1:
            return reply({"code": 50035, "message": "only one of before, after"}, status=400)
        limit = int(asked.get("limit", 50))
        if not 1 <= limit <= 100:
            return reply({"code": 50035, "message": "limit: 1 to 100"}, status=400)
        after, before = int(asked.get("after", 0)), int(asked.get("before", 2**63))
        found = [post for post in self.posts if after < int(post["id"]) < before]
        page = found[:limit] if "after" in asked else found[-limit:]
        return reply([{k: v for k, v in post.items() if k != "nonce"} for post in reversed(page)])

    def chat(self, messages: int) -> None:
        """People write in the channel."""
        for number in range(messages):
            said = Call("POST", "", {"content": "Hi."}, {})
            self.posts.append(
                self._message(f"chat-{number}", said) | {"author": ANN, "nonce": None, "type": 0}
            )

    def _id(self) -> str:
        """A new message's: its time, and a number that no other has."""
        return str(((int(time.time() * 1000) - EPOCH) << 22) + self._serial)

    def _application(self) -> dict[str, Any]:
        return {
            "id": APPLICATION, "name": "Bellwether", "description": "", "icon": None, "bot_public": True,
            "bot_require_code_grant": False, "owner": ANN, "team": None, "verify_key": "00", "flags": 0,
        }  # fmt: skip

    def _post(self, call: Call) -> dict[str, Any]:
        """A message in the channel; the one that is there already, for a nonce seen before."""
        nonce = call.json["nonce"]
        for post in self.posts:
            if call.json.get("enforce_nonce") and post["nonce"] == nonce:
                return post
        self.posts.append(self._message(f"post-{nonce}", call) | {"nonce": nonce, "type": 0})
        return self.posts[-1]

    def _message(self, token: str, call: Call) -> dict[str, Any]:
        """The message as it stands after an edit: what a client would show, and what a button press
        sends back."""
        old = self.messages.get(token)
        self._serial += 1
        attachments = [
            a | {"filename": name, "size": len(content), "url": "https://cdn.example/x", "proxy_url": "https://cdn.example/x"}
            for a, (name, content) in zip(call.json.get("attachments", []), call.files.items(), strict=False)
        ]  # fmt: skip
        message = {
            "id": old["id"] if old else self._id(),
            "channel_id": CHANNEL,
            "author": BOT,
            "content": call.json.get("content") or "",
            "timestamp": "2026-01-22T21:00:00+00:00",
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "pinned": False,
            "type": 20,
            "flags": call.json.get("flags", 0),
            "attachments": [a | {"id": str(i)} for i, a in enumerate(attachments)],
            "embeds": [],
            "components": call.json.get("components") or [],
            "interaction_metadata": {"id": "1", "type": 2, "user": ANN, "authorizing_integration_owners": {}},
        }
        self.messages[token] = message
        return message
