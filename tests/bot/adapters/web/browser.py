"""The real program as a process, and a real Chromium that watches for what a page must not do."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[4]
NAMES = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: dict[str, Any] = {"width": 1280, "height": 860}
ADDRESSES = IPv4Network("10.0.0.0/8").hosts()
PATIENCE = 30.0  # seconds; reached only by what is broken
WATCH = """addEventListener("securitypolicyviolation",
    (event) => console.error("policy violated", event.violatedDirective, event.blockedURI));"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        number: int = one.getsockname()[1]
        return number


@contextmanager
def program(folder: Path, port: int, **environment: str) -> Iterator[str]:
    """`bellwether web` until the block ends; its address, once it is ready. It must end cleanly."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("BELLWETHER_")}
    env |= {"PYTHONPATH": str(ROOT), "BELLWETHER_DATA_DIR": str(folder), "BELLWETHER_ASKS_PER_MINUTE": "1000"}
    env["BELLWETHER_DEADLINE"] = "30"  # a busy machine starts slowly
    env["BELLWETHER_WEB_PROXIES"] = "127.0.0.1"  # each window comes from an address of its own
    words = [sys.executable, "-m", "bot", "web", "--port", str(port)]
    with (folder / "said.txt").open("w+") as said:
        running = subprocess.Popen(words, cwd=folder, env=env | environment, stdout=said, stderr=said)
        try:
            _await_ready(running, f"http://127.0.0.1:{port}/readyz")
            yield f"http://127.0.0.1:{port}"
        finally:
            running.terminate()
            code = running.wait(PATIENCE)
        said.seek(0)
        words_said = said.read()
        assert code == 0, words_said
        assert "Traceback" not in words_said
        assert not any(secret in words_said for secret in environment.values())


def _await_ready(running: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and running.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=1) as answer:
                assert answer.status == 200
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)  # between two looks; the deadline is what is waited for
    pytest.fail(f"the program was not ready ({running.poll()})")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium; skips where there is none, fails in CI."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        message = f"no browser found: install one of {', '.join(NAMES)}"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE * 1000)
        browser = playwright.chromium.launch(executable_path=found, args=list(SWITCHES))
        yield browser
        browser.close()


@dataclass
class Visit:
    """One person's window. `complaints`: console errors, policy violations, requests elsewhere."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def in_context(cls, context: BrowserContext, address: str) -> Visit:
        context.set_default_timeout(PATIENCE * 1000)
        context.add_init_script(WATCH)
        # One address gets 30 sessions a minute, and a fast machine opens more windows than that.
        context.set_extra_http_headers({"X-Forwarded-For": str(next(ADDRESSES))})
        visit = cls(context.new_page(), address)
        note = visit.complaints.append
        visit.page.on("console", lambda said: note(said.text) if said.type in ("error", "warning") else None)
        visit.page.on("pageerror", lambda error: note(str(error)))
        visit.page.on("request", lambda request: None if visit._is_ours(request.url) else note(request.url))
        visit.page.goto(address)
        return visit

    def _is_ours(self, url: str) -> bool:
        return url.startswith((f"{self.address}/", "blob:"))

    def ask(self, question: str) -> Locator:
        """Type it, press Enter; the answer, once it is whole."""
        field = self.page.get_by_label("Your question")
        expect(field).to_be_visible()
        self.page.wait_for_load_state("load")  # its script listens to the keyboard from then on
        field.fill(question)
        return self.answer_to(lambda: self.page.keyboard.press("Enter"))

    def answer_to(self, act: Callable[[], object]) -> Locator:
        answers = self.page.locator(".answer")
        before = answers.count()
        act()
        expect(answers).to_have_count(before + 1)
        expect(self.page.locator(".waiting")).to_have_count(0)
        return answers.last

    def wear(self, face: str) -> None:
        """Show answers as another face would."""
        self.page.get_by_role("radio", name=face).check(force=True)


def natural_size(image: Locator) -> list[int]:
    """Width and height of the picture that really arrived."""
    size: list[int] = image.evaluate(
        "async (image) => { await image.decode(); return [image.naturalWidth, image.naturalHeight]; }"
    )
    return size


def overflow(page: Page) -> list[int]:
    """How far page and conversation are wider than the window; zeros are right."""
    wider: list[int] = page.evaluate(
        """() => [document.documentElement, document.getElementById("log")]
            .map((element) => element.scrollWidth - element.clientWidth)"""
    )
    return wider


def painted(answer: Locator) -> bool:
    """Whether the panels of an answer's chart are drawn: something stands in each of their canvases."""
    expect(answer.locator(".plot canvas").first).to_be_visible()
    drawn: bool = answer.locator(".plot").evaluate(
        """(plot) => [...plot.querySelectorAll("canvas")].every((canvas) => canvas.getContext("2d")
            .getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0))"""
    )
    return drawn
