"""A post for many channels in the form in which it is sent: made once, with blanks for what differs between them."""

from __future__ import annotations

import json
import secrets
from typing import Any

import aiohttp
import discord
from aiohttp.payload import BytesIOPayload
from discord.http import HTTPClient, MultipartParameters, handle_message_parameters
from discord.utils import _to_json

from bot.adapters.discord.interaction import UploadBuffer, files_of, shown
from bot.adapters.discord.message import Message, mentioning

BLANK_MARK = secrets.token_hex(8)  # as long as a mark, and in no text of anybody's
_BLANK_NONCE, _BLANK_JSON = secrets.token_hex(12), secrets.token_hex(12)
_OCTETS = "application/octet-stream"  # as discord.py sends files

Form = list[dict[str, Any]]


class EncodedForm(list[dict[str, Any]]):
    """A multipart form whose bytes are known already.

    body, kind: those bytes, and their content type with the boundary
    """

    def __init__(self, parts: Form, body: bytes, kind: str) -> None:
        super().__init__(parts)
        self.body, self.kind = body, kind


class PreparedPost:
    """`message`, whose footer ends with BLANK_MARK, in the JSON and the multipart form that discord.py makes of it.

    mention: the id of the one role that it mentions; empty for nobody.
    """

    def __init__(self, message: Message, mention: str = "") -> None:
        allowed = discord.AllowedMentions.none()
        if mention:
            allowed.roles = [discord.Object(int(mention))]
        parameters = handle_message_parameters(
            **shown(mentioning(message, mention)), nonce=_BLANK_NONCE, allowed_mentions=allowed
        )
        made = parameters.multipart
        self._json: str = made[0]["value"] if made else _to_json(parameters.payload)
        self._message = message
        self._encoded: tuple[bytes, bytes, str] | None = None

    async def parameters(self, mark: str, nonce: str) -> MultipartParameters:
        """What discord.py sends to one channel."""
        text = self._json.replace(BLANK_MARK, mark).replace(_BLANK_NONCE, nonce)
        if not self._message.uploads:
            return MultipartParameters(json.loads(text), None, None)
        if self._encoded is None:
            self._encoded = await self._encode()
        head, tail, kind = self._encoded
        files = files_of(self._message)
        body = b"".join((head, text.encode(), tail))
        return MultipartParameters(None, EncodedForm(_parts(text, files), body, kind), files)

    async def _encode(self) -> tuple[bytes, bytes, str]:
        """The bytes before the JSON and after it, and the content type."""
        form = aiohttp.FormData(quote_fields=False)
        for part in _parts(_BLANK_JSON, files_of(self._message)):
            form.add_field(**part)
        made = form()
        head, tail = (await made.as_bytes()).split(_BLANK_JSON.encode(), 1)
        return head, tail, made.content_type


def _parts(payload: str, files: list[discord.File]) -> Form:
    return [
        {"name": "payload_json", "value": payload},
        *(
            {
                "name": f"files[{number}]",
                "value": file.fp,
                "filename": file.filename,
                "content_type": _OCTETS,
            }
            for number, file in enumerate(files)
        ),
    ]


def send_encoded(http: HTTPClient) -> None:
    """Let `http` send an `EncodedForm` as it is. discord.py builds each form anew, and aiohttp writes every part of it
    in four pieces, with a system call each."""
    send = http.request

    async def request(route: Any, *, files: Any = None, form: Any = None, **given: Any) -> Any:
        if not isinstance(form, EncodedForm):
            return await send(route, files=files, form=form, **given)
        body = BytesIOPayload(UploadBuffer(form.body), content_type=form.kind)  # may be sent again
        return await send(route, data=body, **given)

    http.request = request  # type: ignore[method-assign]  # it has no setting for this
