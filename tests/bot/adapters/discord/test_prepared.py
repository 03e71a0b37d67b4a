from __future__ import annotations

import discord
import pytest
from discord.http import handle_message_parameters
from pydantic import SecretStr

from bot.adapters.discord.interaction import shown
from bot.adapters.discord.message import Message, Upload, to_message
from bot.adapters.discord.poster import DiscordPoster, mark_of, nonce_of
from bot.adapters.discord.prepared import BLANK_MARK, EncodedForm, PreparedPost
from bot.settings import Settings
from charts.spec import Picture
from commands.framework.reply import Action, Attachment, Reply
from market.provenance import UNDATED, Provenance
from tests.bot.adapters.discord.standin import CHANNEL, TOKEN, Discord
from tests.bot.pictures import PIXEL

PICTURE = Picture(PIXEL, "Line “chart”.", 1, 1)
REPLY = Reply(
    "Kurs: 1\u202f234 € — “über” 🚀",
    actions=(Action("Small caps", "/quote rut"),),
    attachments=(Attachment("figures.csv", b"a,b\r\n1,2\r\n"),),
    provenance=Provenance("Sample", UNDATED),
    command="/digest",
)


@pytest.mark.parametrize("picture", [PICTURE, None])
async def test_each_channel_gets_the_form_that_discord_py_would_make(picture: Picture | None) -> None:
    prepared = PreparedPost(to_message(REPLY, picture, mark=BLANK_MARK))
    for key in ("one", "two"):
        made = await prepared.parameters(mark_of(key), nonce_of(key))
        alone = handle_message_parameters(
            **shown(to_message(REPLY, picture, mark=mark_of(key))),
            nonce=nonce_of(key),
            allowed_mentions=discord.AllowedMentions.none(),
        )
        assert made.multipart is not None
        assert alone.multipart is not None
        assert made.multipart[0] == alone.multipart[0]
        for ours, theirs in zip(made.multipart[1:], alone.multipart[1:], strict=True):
            assert ours["value"].getvalue() == theirs["value"].getvalue()
            assert ours | {"value": None} == theirs | {"value": None}


async def test_without_files_it_is_json() -> None:
    prepared = PreparedPost(Message(1, (), footer=f"-# {BLANK_MARK}"))
    made = await prepared.parameters("ref 1", "2")
    assert (made.files, made.multipart) == (None, None)
    assert made.payload is not None
    assert made.payload["nonce"] == "2"
    assert made.payload["components"][0]["components"][0]["content"] == "-# ref 1"


async def test_what_arrives_is_what_was_prepared_however_large(monkeypatch: pytest.MonkeyPatch) -> None:
    large = Upload("large.bin", bytes(range(256)) * 2**13)
    message = to_message(REPLY, PICTURE, mark=BLANK_MARK)
    prepared = PreparedPost(
        Message(message.colour, message.body, message.footer, uploads=(*message.uploads, large))
    )
    form = (await prepared.parameters("ref 1", "2")).multipart
    assert isinstance(form, EncodedForm)
    standin = Discord()
    await standin.start()
    monkeypatch.setattr(discord.http.Route, "BASE", standin.api)
    poster = DiscordPoster.of(Settings(discord_token=SecretStr(TOKEN)))
    client = await poster._connected()
    await client.http.send_message(int(CHANNEL), params=await prepared.parameters("ref 1", "2"))
    await poster.close()
    await standin.stop()
    call = standin.calls[-1]
    assert list(call.files.values()) == [PIXEL, b"a,b\r\n1,2\r\n", large.content]
    assert call.json["nonce"] == "2"
    assert call.json["attachments"][0]["description"] == "Line “chart”."
