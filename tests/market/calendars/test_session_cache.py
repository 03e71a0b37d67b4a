"""Sessions kept in a file are those of the library, and a file that is not right is not believed."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from market.calendars.calendar import Calendar
from market.calendars.session_cache import SessionTable

ROOT = Path(__file__).resolve().parents[3]
LIBRARY = Calendar()
AT = datetime(2026, 1, 22, 16, 30, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that a calendar has written."""
    path = tmp_path / "new" / "sessions.json"
    Calendar(kept=path).state(AT)
    return path


def test_what_is_read_back_is_what_was_computed(file: Path) -> None:
    kept = Calendar(kept=file)
    assert kept._timetable == LIBRARY._timetable
    assert kept.state(AT) == LIBRARY.state(AT)
    assert repr(kept.state(AT)) == repr(LIBRARY.state(AT))  # keys of pictures are made of it


def test_the_next_process_does_not_load_the_library(file: Path) -> None:
    program = (
        "import sys; from datetime import UTC, datetime; from pathlib import Path\n"
        "from market.calendars.calendar import Calendar\n"
        "print(Calendar(kept=Path(sys.argv[1])).state(datetime(2026, 1, 22, 16, 30, tzinfo=UTC)).phase)\n"
        "print('exchange_calendars' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(file)], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.split("\n")[:2] == ["in progress", "False"], done.stderr


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: "",
        lambda text: text[: len(text) // 2],
        lambda text: "[]",
        lambda text: json.dumps(json.loads(text) | {"key": "another version"}),
        lambda text: json.dumps(json.loads(text) | {"opens": []}),
        lambda text: json.dumps(json.loads(text) | {"days": ["x"]}),
        lambda text: json.dumps(json.loads(text) | {"closes": [10**30]}),
    ],
)
def test_a_file_that_is_not_right_is_computed_anew(file: Path, spoil) -> None:
    file.write_text(spoil(file.read_text()))
    assert Calendar(kept=file).state(AT) == LIBRARY.state(AT)
    assert SessionTable.kept(file, json.loads(file.read_text())["key"]) == LIBRARY._timetable


def test_a_folder_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert Calendar(kept=tmp_path / "file" / "sessions.json").state(AT) == LIBRARY.state(AT)
