"""Time and channels of delivery tests, on the clock that all tests of the bot share."""

from __future__ import annotations

import pytest

from market.clock import FixedClock
from tests.bot.jobs.stage import Channels, Time


@pytest.fixture
def time(clock: FixedClock) -> Time:
    return Time(clock)


@pytest.fixture
def channels(clock: FixedClock) -> Channels:
    return Channels(clock)
