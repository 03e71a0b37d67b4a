"""The drill's database: it can be restarted, and its disk filled up, and goes on with what was kept."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from benchmarks.drill.server import database


@pytest.mark.postgres
def test_what_was_kept_survives_a_restart_and_a_full_disk() -> None:
    with database("postgresql", small_disk=True) as own:
        engine = sa.create_engine(own.url, pool_pre_ping=True)
        with engine.begin() as c:
            c.execute(sa.text("CREATE TABLE IF NOT EXISTS kept AS SELECT 7 AS number"))
        assert own.restart() > 0
        own.without_space(0.0)  # where a disk of its own can be mounted
        with engine.begin() as c:
            assert c.execute(sa.text("SELECT number FROM kept")).scalar_one() == 7
            c.execute(sa.text("DROP TABLE kept"))
        engine.dispose()


def test_a_file_needs_no_server() -> None:
    with database("sqlite") as own:
        assert own.without_space(1.0) == 0.0
        assert own.url.get_backend_name() == "sqlite"
