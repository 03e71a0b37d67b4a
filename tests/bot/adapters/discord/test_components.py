"""Messages against the schemas of Discord's published OpenAPI, as npm's `discord-api-spec` carries them.

Runs where that package and `zod` are installed beside emulate (.ci/run does it); in CI their absence is a failure. All
messages go to one process of Node.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.discord.forms import FilledForm, put_in_again
from bot.adapters.discord.message import Message, to_message, to_plain_message, with_put_in, without_uploads
from bot.adapters.discord.preview import payload
from bot.adapters.discord.schema import application_commands
from bot.engine.engine import apology
from charts.spec import Picture
from commands import COMMANDS
from commands.forms.digest import SUBSCRIBE
from tests.bot.adapters.faces import ANSWER
from tests.bot.adapters.replies import REPLIES

PACKAGES = Path(os.environ.get("EMULATE", "missing")).parent.parent
SPEC = PACKAGES / "discord-api-spec"
VALIDATE = """
import { MessageCreateRequestSchema, ApplicationCommandCreateRequestSchema } from "discord-api-spec/zod";
let text = "";
for await (const chunk of process.stdin) text += chunk;
const { messages, commands } = JSON.parse(text);
const troubles = [];
const check = (schema, name, value) => {
  const result = schema.safeParse(value);
  if (!result.success) troubles.push([name, JSON.stringify(result.error.issues).slice(0, 900)]);
};
for (const [name, value] of messages) check(MessageCreateRequestSchema, name, value);
for (const value of commands) check(ApplicationCommandCreateRequestSchema, value.name, value);
console.log(JSON.stringify(troubles));
"""
needs_spec = pytest.mark.skipif(
    not SPEC.is_dir() and "CI" not in os.environ,
    reason="install npm's discord-api-spec and zod beside emulate",
)


def messages() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every kind of reply in every form in which it is sent."""
    for name, reply in REPLIES.items():
        drawn = Picture(b"png", reply.chart.caption.alt, 1200, 675) if reply.chart else None
        folded = to_message(reply, drawn, answer=ANSWER, link="https://bot.example/a/x")
        yield f"{name}, folded", as_sent(folded)
        yield f"{name}, refused once", as_sent(without_uploads(folded, "Discord did not take the picture."))
        yield (
            f"{name}, whole",
            as_sent(to_message(replace(reply, chart=None), answer=ANSWER, whole=True, alone=True)),
        )
        yield f"{name}, posted", as_sent(to_message(reply, drawn, mark="ref 0123456789ab"))
        yield f"{name}, plain", as_sent(to_plain_message(reply))
    filled = FilledForm(SUBSCRIBE, {"time": "25:00", "zone": "Berlin", "channel": "<#123456789012345678>"})
    yield (
        "a form's mistake",
        as_sent(with_put_in(to_message(apology("Time: no time.")), put_in_again(filled))),
    )


def as_sent(message: Message) -> dict[str, Any]:
    """Its payload. Discord reads an upload's number as a number, too; the schema knows it as text only."""
    sent = payload(message)
    return sent | {"attachments": [upload | {"id": str(upload["id"])} for upload in sent["attachments"]]}


def validated(wanted: dict[str, Any]) -> Any:
    assert SPEC.is_dir(), "CI must install discord-api-spec beside emulate: see .ci/run"
    node = [str(PACKAGES / ".bin" / "node"), "--input-type=module", "-e", VALIDATE]
    done = subprocess.run(
        node, input=json.dumps(wanted), capture_output=True, text=True, cwd=PACKAGES, timeout=60, check=True
    )
    return json.loads(done.stdout)


@needs_spec
def test_discords_own_schema_takes_every_message_and_command_and_refuses_what_is_wrong() -> None:
    every, commands = [*messages()], application_commands(COMMANDS)
    assert len(every) == 5 * len(REPLIES) + 1
    wrong = ("wrong", {"components": [{"type": 17, "components": [{"type": 10, "content": "x" * 4001}]}]})
    refused = validated({"messages": [*every, wrong], "commands": commands})
    assert [name for name, _why in refused] == ["wrong"], refused[:3]
