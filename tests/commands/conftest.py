"""Commands are tested like a conversation: say this, expect that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import pytest

from bot.engine.request import Request
from bot.settings import Settings
from bot.wiring.app import build_app
from commands.framework.asker import Asker
from commands.framework.reply import Reply
from market.clock import FixedClock
from tests.bot.channels import OpenChannels
from tests.commands.desk import PATIENT

Say = Callable[..., Reply]


SOMEBODY = Asker("slack", "T1", "C1", "U1", zone="America/New_York", manages=True)


def conversation(
    source: str, at: datetime | str | None = None, folder: Path | None = None
) -> Callable[[str], Reply]:
    """Asks one app, as a member of a Slack channel; what it keeps goes into `folder`."""
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    settings = Settings(source=source, deadline=PATIENT)
    if folder:
        settings = Settings(source=source, deadline=PATIENT, data_dir=folder)
    app = build_app(settings, clock=FixedClock(moment) if moment else None, places=OpenChannels)
    return lambda text: app.engine.answer(Request(text=text, asker=SOMEBODY))


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Reply]:
    """Asks the sample market."""
    return conversation("sample", folder=tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="session")
def real(real_data: Path) -> Say:
    """Asks the real data as of a moment: `real("/smallcaps", "2026-01-22T17:00-05:00")`. What is asked of one
    moment in a row is asked of one app, which has read the files already."""
    app_at = lru_cache(2)(lambda at: conversation(f"files:{real_data}", at))
    return lambda text, at="2026-01-30T20:00-05:00": app_at(at)(text)


def fact(reply: Reply, label: str) -> str:
    """The text of the fact of this label."""
    found = [f.text for f in reply.facts if f.label == label]
    assert found, f"no fact “{label}” among {[f.label for f in reply.facts]}"
    return found[0]
