"""The real program over HTTP: visitors of the console, what they keep, and what is stored of their sessions."""

from __future__ import annotations

import base64
import json
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from tests.bot.adapters.web.browser import free_port, program

TOKEN = "planted-web-token-1234"


class Visitor:
    """A browser with cookies of its own that sends the token."""

    def __init__(self, address: str) -> None:
        self.cookies = CookieJar()
        self._address = address
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        page = urllib.request.Request(address, headers={"Authorization": f"Bearer {TOKEN}"})
        self._opener.open(page, timeout=60).close()

    def ask(self, text: str, cookie: str = "") -> dict[str, Any]:
        request = urllib.request.Request(
            f"{self._address}/api/ask",
            json.dumps({"text": text}).encode(),
            {"Content-Type": "application/json", "Authorization": f"Bearer {TOKEN}"},
        )
        if cookie:
            request.add_header("Cookie", f"bellwether_session={cookie}")
        with self._opener.open(request, timeout=60) as answer:
            said: dict[str, Any] = json.load(answer)
        return said

    @property
    def session(self) -> str:
        return next(cookie.value or "" for cookie in self.cookies if cookie.name == "bellwether_session")


def test_a_visitor_sees_and_erases_their_own_and_becomes_nobody_else(tmp_path: Path) -> None:
    with program(tmp_path, free_port(), BELLWETHER_WEB_TOKEN=TOKEN) as address:
        ann, bob = Visitor(address), Visitor(address)
        ann.ask("/watchlist add iwm")
        bob.ask("/watchlist add gld")
        bob.ask("/watchlist add here tlt")
        for text in ("/privacy export workspace", "/privacy erase workspace yes"):
            refused = ann.ask(text)
            assert refused["error"]
            assert "no workspace here" in refused["headline"]
            assert refused["files"] == []
        exported = json.dumps(ann.ask("/privacy export"))
        assert "1 thing stored about you" in exported
        (file,) = ann.ask("/privacy export")["files"]
        assert ann.session.partition(".")[0] not in json.dumps(file)
        assert bob.ask("/privacy")["headline"] == "2 things stored about you."
        (row, *_rest) = json.loads(base64.b64decode(file["base64"]))["watchlists"]
        for taken in (row["holder"], row["holder"][:32], bob.session.partition(".")[0], "0a" * 16):
            thief = Visitor(address)
            assert thief.ask("/privacy", cookie=taken)["headline"] == "0 things stored about you."
            assert thief.session != taken
        assert ann.ask("/privacy erase yes")["headline"].startswith("Erased: 1 thing")
        assert bob.ask("/privacy")["headline"] == "2 things stored about you."
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    for visitor in (ann, bob):
        id = visitor.session.partition(".")[0]
        assert id.encode() not in stored
    with program(tmp_path, free_port(), BELLWETHER_WEB_TOKEN=TOKEN) as address:
        again = Visitor(address)
        assert again.ask("/privacy", cookie=bob.session)["headline"] == "2 things stored about you."
