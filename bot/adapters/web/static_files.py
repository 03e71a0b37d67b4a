"""The files of the pages, as they are delivered."""

from __future__ import annotations

from importlib.resources import files
from pathlib import PurePath

from aiohttp import web

_FOLDER = files("bot.adapters.web") / "static"
_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".txt": "text/plain"}

STATIC = {
    file.name: _KINDS[kind] for file in _FOLDER.iterdir() if (kind := PurePath(file.name).suffix) in _KINDS
}
"""The type of each file that is delivered as it is, by its name; pages are filled in first."""

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
    return (_FOLDER / name).read_bytes()
