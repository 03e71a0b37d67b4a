"""Commands are tested like a conversation: say this, expect that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from bot.app import build_app
from bot.request import Request
from bot.settings import Settings
from commands.reply import Reply
from market.clock import FixedClock

Say = Callable[..., Reply]


def conversation(source: str, at: datetime | str | None = None) -> Callable[[str], Reply]:
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    app = build_app(Settings(source=source), clock=FixedClock(moment) if moment else None)
    return lambda text: app.engine.answer(Request(text=text))


@pytest.fixture(scope="session")
def sample() -> Callable[[str], Reply]:
    """Asks the sample market."""
    return conversation("sample")


@pytest.fixture(scope="session")
def real(real_data: Path) -> Say:
    """Asks the real data as of a moment: `real("/smallcaps", "2026-01-22T17:00-05:00")`."""
    return lambda text, at="2026-01-30T20:00-05:00": conversation(f"files:{real_data}", at)(text)


def fact(reply: Reply, label: str) -> str:
    """The text of the fact of this label."""
    found = [f.text for f in reply.facts if f.label == label]
    assert found, f"no fact “{label}” among {[f.label for f in reply.facts]}"
    return found[0]
