"""How long a workspace's refusal is remembered."""

from __future__ import annotations

from bot.adapters.slack.refusals import SECONDS, RefusedFeature


def test_a_refusal_is_remembered_for_a_day_and_for_that_workspace_alone() -> None:
    now = [0.0]
    blocks = RefusedFeature(lambda: now[0])
    blocks.note_refusal("T1")
    assert (blocks.is_taken_by("T1"), blocks.is_taken_by("T2")) == (False, True)
    now[0] = SECONDS + 1
    assert blocks.is_taken_by("T1")
