"""A process beside this one: there when needed, gone when late, idle or unwanted."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from functools import partial
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from market.child_process import (
    ChildClosed,
    ChildDied,
    ChildError,
    ChildProcess,
    ChildTimeout,
    ChildTraceback,
    attend,
    yielding,
)
from market.clock import Deadline

PATIENT = 60.0  # seconds: a cold process on a busy machine; nothing here waits for it to pass


def serve(pipe: Connection, greeting: str) -> None:
    yielding(5)
    attend(pipe, partial(_answer, greeting))


def _answer(greeting: str, asked: Any) -> Any:
    match asked:
        case "who":
            return os.getpid()
        case "manners":
            return signal.getsignal(signal.SIGINT) is signal.SIG_IGN, os.nice(0)
        case "hang":
            signal.pause()
        case "fail":
            raise ZeroDivisionError("a detail")
        case "end":
            raise EOFError("an end that is not the pipe's")
        case "root":
            return lambda: None
        case ("die", Path() as folder, int(times)):
            done = len(list(folder.iterdir()))
            if done < times:
                (folder / str(done)).touch()
                os.kill(os.getpid(), signal.SIGKILL)
    return f"{greeting} {asked}"


@pytest.fixture(scope="module")
def child() -> Iterator[ChildProcess]:
    child = ChildProcess(serve, "Hello")
    yield child
    child.close()


def ask(child: ChildProcess, asked: Any, seconds: float = PATIENT) -> Any:
    return child.ask(asked, Deadline.after(seconds))


def test_it_answers_from_another_process_that_stays(child: ChildProcess) -> None:
    assert ask(child, "Ana") == "Hello Ana"
    assert ask(child, "who") == ask(child, "who") == child.pid != os.getpid()


def test_it_leaves_ctrl_c_to_its_parent_and_lets_it_go_first(child: ChildProcess) -> None:
    assert ask(child, "manners") == (True, os.nice(0) + 5)


def test_what_is_not_needed_is_not_started() -> None:
    assert ChildProcess(serve, "Hello").pid is None


def test_late_is_killed_within_its_time_and_the_next_is_answered(child: ChildProcess) -> None:
    first = ask(child, "who")
    began = time.monotonic()
    with pytest.raises(ChildTimeout):
        ask(child, "hang", 0.3)
    assert time.monotonic() - began < 5
    assert ask(child, "who") != first
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)


def test_one_that_is_frozen_is_late(child: ChildProcess) -> None:
    os.kill(ask(child, "who"), signal.SIGSTOP)
    with pytest.raises(ChildTimeout):
        ask(child, "Ana", 0.3)
    assert ask(child, "Ana") == "Hello Ana"


def test_one_that_died_idle_is_replaced(child: ChildProcess) -> None:
    os.kill(ask(child, "who"), signal.SIGKILL)
    assert ask(child, "Ana") == "Hello Ana"


def test_one_that_dies_over_a_question_is_replaced_once(child: ChildProcess, tmp_path: Path) -> None:
    assert ask(child, ("die", tmp_path, 1)).startswith("Hello")
    assert [each.name for each in tmp_path.iterdir()] == ["0"]


def test_a_question_that_kills_every_time_is_given_up(child: ChildProcess, tmp_path: Path) -> None:
    with pytest.raises(ChildDied):
        ask(child, ("die", tmp_path, 9))
    assert len(list(tmp_path.iterdir())) == 2
    assert ask(child, "Ana") == "Hello Ana"


@pytest.mark.parametrize(
    ("asked", "cause"), [("fail", "ZeroDivisionError: a detail"), ("end", "EOFError"), ("root", "pickle")]
)
def test_what_fails_there_is_told_here_with_its_trace(child: ChildProcess, asked: str, cause: str) -> None:
    before = ask(child, "who")
    with pytest.raises(ChildError) as failure:
        ask(child, asked)
    assert "detail" not in str(failure.value)
    assert cause in str(failure.value.__cause__)
    assert ask(child, "who") == before


def test_what_cannot_travel_is_not_sent(child: ChildProcess) -> None:
    with pytest.raises(ChildError, match="cannot be sent"):
        ask(child, lambda: None)


def test_a_closed_one_stays_closed_and_leaves_no_process() -> None:
    child = ChildProcess(serve, "Hello")
    pid = ask(child, "who")
    child.close()
    with pytest.raises(ChildClosed):
        ask(child, "Ana")
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_attending_ends_with_the_pipe_or_when_nothing_comes() -> None:
    ours, theirs = Pipe()
    ours.send("Ana")
    attend(theirs, partial(_answer, "Hello"), idle=0)
    assert ours.recv() == "Hello Ana"
    ours.close()
    attend(theirs, partial(_answer, "Hello"))


def test_what_was_freed_is_given_back_once_in_each_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = Pipe()
    given_back: list[int] = []

    def trim() -> None:
        given_back.append(1)
        ours.send("Ana") if len(given_back) == 1 else ours.close()

    monkeypatch.setattr("market.child_process._PAUSE", 0.0)
    monkeypatch.setattr("market.child_process.trim_heap", trim)
    attend(theirs, partial(_answer, "Hello"))
    assert len(given_back) == 2  # before the question and after it


def test_an_answer_that_nobody_waits_for_is_dropped() -> None:
    ours, theirs = Pipe()
    ours.send("Ana")

    def answer(asked: str) -> str:
        ours.close()
        return asked

    attend(theirs, answer)


def test_a_question_that_cannot_be_read_there_costs_only_itself() -> None:
    ours, theirs = Pipe()
    ours.send_bytes(b"no pickle")
    ours.send("Ana")
    attend(theirs, partial(_answer, "Hello"), idle=0)
    assert isinstance(ours.recv(), ChildTraceback)
    assert ours.recv() == "Hello Ana"
