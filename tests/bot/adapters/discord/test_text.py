"""Hostile words: they read as typed and do nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.discord.text import code, inert, plain, shortened

HOSTILE = st.text(alphabet=st.sampled_from("ab1 .\n\\`*_~|<>[]()@#-+:/\u200b\u202e𝔸"), max_size=200)


def shown(markdown: str) -> str:
    """What a reader sees of escaped text: the platform drops a backslash before punctuation."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", markdown).replace("\u200b", "")


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("@everyone and @here", "@\u200beveryone and @\u200bhere"),
        ("<@123> <@&4> <#5>", "\\<@\u200b123> \\<@\u200b&4> \\<#5>"),
        ("</ask:1> <t:1:R> <:up:2>", "\\</ask:1> \\<t:1:R> \\<:up:2>"),
        ("[free](https://evil.example)", "\\[free\\](https\\://evil.example)"),
        ("see http://evil.example", "see http\\://evil.example"),
        (
            "**bold** _it_ ~~no~~ ||spoiler|| `code`",
            "\\*\\*bold\\*\\* \\_it\\_ \\~\\~no\\~\\~ \\|\\|spoiler\\|\\| \\`code\\`",
        ),
        ("# heading", "\\# heading"),
        ("-# small", "\\-# small"),
        ("> quote", "\\> quote"),
        ("- bullet", "\\- bullet"),
        ("2026. A list", "2026\\. A list"),
        ("+0.76% at 2,718.77", "+0.76% at 2,718.77"),
        ("left\u202eright\u0007", "leftright"),
        ("family 👨\u200d👩\u200d👧", "family 👨\u200d👩\u200d👧"),
    ],
)
def test_words_are_made_inert(typed: str, sent: str) -> None:
    assert inert(typed) == sent


@given(HOSTILE)
def test_inert_text_reads_as_typed(typed: str) -> None:
    assert shown(inert(typed)) == plain(typed).replace("\u200b", "")


@given(HOSTILE)
def test_no_live_markup_is_left(typed: str) -> None:
    bare = re.sub(r"\\.", "¤", inert(typed))
    assert not re.search(r"[`*_~|<\[\]]|@\w|[A-Za-z]://", bare)
    assert not re.search(r"^[ \t]*(#{1,3}|-#|>{1,3}|-|\d+\.)\s", bare, re.MULTILINE)


@given(HOSTILE, st.integers(min_value=4, max_value=60))
def test_shortening_never_parts_a_backslash_from_what_it_holds(typed: str, limit: int) -> None:
    short = shortened(inert(typed), limit)
    assert len(short) <= limit
    if short.endswith(" …") and inert(typed) != short:
        body = short.removesuffix(" …")
        assert (len(body) - len(body.rstrip("\\"))) % 2 == 0


@given(HOSTILE)
def test_a_cell_cannot_end_its_code_block(typed: str) -> None:
    assert "`" not in code(typed)
    assert "\n" not in code(typed)
