"""The files of the page, as they are delivered."""

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
            "slack.js",
            "uplot.js",
        ),
        "text/javascript",
    ),
}


def static(name: str, kind: str) -> web.Response:
    body = (files("bot.adapters.web") / "static" / name).read_bytes()
    return web.Response(body=body, content_type=kind, charset="utf-8", headers={"Cache-Control": "no-cache"})
