"""Upload of pictures and data files to Slack."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import lru_cache

import aiohttp
from cachetools import LRUCache
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.formatting.truncate import cut
from bot.adapters.slack.blocks import limits
from bot.adapters.slack.client import code_of, meaning
from bot.adapters.slack.message import Image
from charts.spec import Picture
from commands.framework.reply import Attachment

log = logging.getLogger("bellwether.slack")

Pause = Callable[[float], Awaitable[None]]
SECONDS = 10.0  # for a picture from upload to ready
_PAUSES = (0.2, 0.3, 0.5, 1.0, 1.0, 2.0, 2.0, 2.0)
_REMEMBERED = 32  # pictures of one workspace; a morning has a few


class UploadFailed(Exception):
    """A failed upload. The sentence is safe to show and says what to do next."""


async def upload(client: AsyncWebClient, picture: Picture, *, pause: Pause = asyncio.sleep) -> Image:
    """Upload `picture` and wait until Slack can show it in an image block. Raises UploadFailed.

    Slack refuses an image block until it has processed the file; files.info then has its mimetype.
    """
    alt = cut(picture.alt, limits.ALT)
    try:
        async with asyncio.timeout(SECONDS):
            done = await client.files_upload_v2(
                filename="chart.png", content=picture.png, title="Chart", alt_txt=alt
            )
            file_id = str(done["file"]["id"])
            for seconds in _PAUSES:
                if (await client.files_info(file=file_id))["file"].get("mimetype"):
                    return Image(alt, file_id=file_id)
                await pause(seconds)
    except SlackApiError as error:
        raise UploadFailed(f"The picture could not be uploaded. {meaning(error)}") from error
    except (SlackClientError, aiohttp.ClientError, TimeoutError) as error:
        raise UploadFailed("The picture could not be uploaded: Slack did not take it. Ask again.") from error
    raise UploadFailed("The picture is not here: Slack is still looking at it. Ask again.")


class FileUploads:
    """Uploaded pictures of one workspace: each is uploaded once for all channels it is posted to."""

    def __init__(self, pause: Pause = asyncio.sleep) -> None:
        self._pause = pause
        self._images: LRUCache[str, asyncio.Task[Image]] = LRUCache(_REMEMBERED)

    async def image(self, client: AsyncWebClient, picture: Picture) -> Image:
        """The uploaded picture. Raises UploadFailed; the next call then uploads again."""
        key = _content(picture)
        uploading = self._images.get(key)
        if uploading is None or (uploading.done() and (uploading.cancelled() or uploading.exception())):
            uploading = asyncio.create_task(upload(client, picture, pause=self._pause))
            self._images[key] = uploading
        return await asyncio.shield(uploading)

    def forget(self, picture: Picture) -> None:
        """Upload it again next time: Slack refused the file, perhaps because somebody deleted it there."""
        self._images.pop(_content(picture), None)


@lru_cache(64)  # a digest's picture is asked for once per channel
def _content(picture: Picture) -> str:
    return hashlib.sha256(picture.png + picture.alt.encode()).hexdigest()


async def attach(
    client: AsyncWebClient, attachments: Sequence[Attachment], channel: str, thread: str = ""
) -> None:
    """Share data files in `channel`. Raises UploadFailed."""
    files = [{"filename": a.name, "content": a.content, "title": a.name} for a in attachments]
    try:
        await client.files_upload_v2(file_uploads=files, channel=channel, thread_ts=thread or None)
    except SlackApiError as error:
        log.info("data file refused", extra={"code": code_of(error)})
        raise UploadFailed(f"The data file could not be attached. {meaning(error)}") from error
    except (SlackClientError, aiohttp.ClientError, TimeoutError) as error:
        raise UploadFailed(
            "The data file could not be attached: Slack did not take it. Ask again."
        ) from error
