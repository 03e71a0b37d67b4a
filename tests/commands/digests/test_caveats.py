"""Notes of a digest in few words."""

from __future__ import annotations

from commands.digests.caveats import in_brief
from market.datasets.members import SURVIVORSHIP


def test_caveats_of_members_are_one_sentence_behind_the_others() -> None:
    notes = (
        "Doubtful closes of members are left out: A from 2026-01-05, B from 2026-01-06 and 2 more.",
        "In doubt until the next session, since a split that is not in the prices would look alike: C +107.64%.",
        "The list of members is of 2026-05-05, 110 days after these figures.",
        SURVIVORSHIP,
        "There is no bar for 2026-01-21 (QQQ).",
    )
    assert in_brief(notes) == (
        "There is no bar for 2026-01-21 (QQQ).",
        "Members: today’s only (survivorship bias), without doubtful closes, by a list that may not fit that "
        "time.",
    )


def test_what_concerns_no_figure_of_a_digest_is_left_to_the_evidence() -> None:
    prices = (
        "Own files hold only adjusted closes of some funds: their returns are known, their prices are not."
    )
    so_far = "Completed sessions only; the one in progress (as of 2025-04-09 09:45 ET) is not in it."
    assert in_brief((prices, so_far)) == ("The session in progress is not in it.",)
