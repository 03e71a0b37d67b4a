"""The files of the pages, as they are delivered."""

from __future__ import annotations

from importlib.resources import files

from aiohttp import web

STATIC = {
    "style.css": "text/css",
    "uplot.css": "text/css",
    "uplot-LICENSE.txt": "text/plain",
    "icon.svg": "image/svg+xml",
    **dict.fromkeys(
        (
            "app.js",
            "answer.js",
            "answer_page.js",
            "chart.js",
            "discord.js",
            "field.js",
            "home.js",
            "node.js",
            "numbers.js",
            "picture.js",
            "posted.js",
            "refused.js",
            "rows.js",
            "tiles.js",
            "slack.js",
            "uplot.js",
        ),
        "text/javascript",
    ),
}

NO_CACHE = {"Cache-Control": "no-cache"}


def static(name: str) -> web.Response:
    """The file of that name in `STATIC`."""
    return web.Response(body=_read(name), content_type=STATIC[name], charset="utf-8", headers=NO_CACHE)


def filled_page(name: str, **parts: str) -> str:
    """The mark-up of a page, with the head that all share, and `parts` in the places that it has for them."""
    text = _read(name).decode()
    for part, markup in {"head": _read("head.html").decode().strip(), **parts}.items():
        text = text.replace(f"<!-- {part} -->", markup)
    return text


def _read(name: str) -> bytes:
    return (files("bot.adapters.web") / "static" / name).read_bytes()
