"""Shared fixtures: the real market data beside the project, moments of the founding session."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes says more of the machine than of the code; speed is measured in benchmarks.
# In CI the examples are the same in every run, so that a red run can be repeated.
settings.register_profile(
    "bellwether",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("bellwether")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def real_data() -> Iterator[Path]:
    """The folder of real data; skips with a plain word where there is none, fails in CI. Its files never change:
    each is read once, however many programs a worker of the tests builds over them."""
    folder = Path(os.environ.get("BELLWETHER_REAL_DATA") or ROOT.parent / "shared" / "data")
    if not (folder / "RUT.csv.gz").exists():
        message = "real market data not found: set BELLWETHER_REAL_DATA to its folder"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    from market.sources.files.members import FileMembers
    from market.sources.files.prices import FilesSource

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in ((FilesSource, "_daily"), (FilesSource, "_intraday"), (FileMembers, "_read")):
            patch.setattr(owner, name, _once(getattr(owner, name), folder))
        yield folder


def _once(read: Callable[[Any, Path], Any], folder: Path) -> Callable[[Any, Path], Any]:
    """`read`, which keeps what it has read of files of that folder."""
    kept: dict[Path, Any] = {}

    @wraps(read)
    def reading(self: Any, path: Path) -> Any:
        if path.parent != folder:
            return read(self, path)
        if path not in kept:
            kept[path] = read(self, path)
        return kept[path]

    return reading


@pytest.fixture
def founding_session() -> datetime:
    """11:30 in New York on 2026-01-22."""
    return datetime(2026, 1, 22, 16, 30, tzinfo=UTC)


@pytest.fixture
def after_the_close() -> datetime:
    """An hour after the close of 2026-01-22."""
    return datetime(2026, 1, 22, 22, 0, tzinfo=UTC)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI nothing may be skipped: a run that left something out has failed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter is not None and reporter.stats.get("skipped"):
        reporter.write_line("CI: tests were skipped; install what they need", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
