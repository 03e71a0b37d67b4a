"""Commands and pictures know no platform: neither its name nor how it writes a channel or a person."""

from __future__ import annotations

import re

from bot.wiring.platforms import PLATFORMS
from tests.tree import modules, source

# `<#…>`, `<@…>` and `<!…>` with what platforms write in them, in code, comments and docstrings.
SYNTAX = re.compile(r"[<‹][#@!]|\b\w*(?:" + "|".join(p.name for p in PLATFORMS if p.poster) + r")\w*\b", re.I)

# Modules that name a platform, with what stands there and why.
EXCEPTIONS = {
    "commands/privacy": {
        "slack_bots": "a table that a library names so",
        "slack_installations": "a table that a library names so",
        "Slack": "what is kept for one platform only, and what its erasure means",
        "Discord": "who an admin is, in that platform's own words",
    },
}


def test_commands_and_charts_name_no_platform_and_write_no_chat_syntax() -> None:
    seen = {
        module: set(SYNTAX.findall(source(module)))
        for module in modules("commands", "charts")
        if SYNTAX.search(source(module))
    }
    assert seen == {module: set(words) for module, words in EXCEPTIONS.items()}


def test_the_check_sees_what_it_is_for() -> None:
    for text in ("Ask in Slack.", "<#C1>", "‹#…>", "<@U1>", "a discord_id", "SLACK"):
        assert SYNTAX.search(text), text
    assert not SYNTAX.search("a < b, #1 and “#markets”")
