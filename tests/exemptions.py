"""Modules that no test file is named after, with the file that covers them; tests over several modules, and why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Exemption:
    """Modules that `test` covers, both as paths without `.py`, and why they have no file of their own."""

    test: str
    reason: str
    modules: tuple[str, ...]


def _in(folder: str, names: str) -> tuple[str, ...]:
    return tuple(f"{folder}/{name}" for name in names.split())


COVERED_ELSEWHERE = (
    Exemption(
        "tests/commands/test_check",
        "what /check gives to people and programs",
        (*_in("commands/framework", "checked_claim"), *_in("commands/presentation", "checked_claims")),
    ),
    Exemption(
        "tests/market/datasets/test_live_panel", "a value without behaviour", _in("market", "live_quote")
    ),
    # bot
    Exemption(
        "tests/bot/language/test_interpreter",
        "questions and their lines",
        _in("bot/language", "premises superlatives"),
    ),
    Exemption(
        "tests/bot/adapters/test_contract", "one contract for every face", _in("bot/adapters", "console")
    ),
    Exemption(
        "tests/bot/adapters/slack/test_poster",
        "what a poster does is seen in what reaches Slack",
        _in("bot/adapters", "slack/call slack/channels"),
    ),
    Exemption(
        "tests/bot/adapters/slack/test_answers",
        "what people do in Slack and what they get, over loopback HTTP",
        _in("bot/adapters/slack", "app delivery files request blocks/text users wiring blocks/limits"),
    ),
    Exemption(
        "tests/bot/adapters/slack/test_http",
        "an installation is a conversation over HTTP",
        _in("bot/adapters/slack", "oauth organisations tokens"),
    ),
    Exemption(
        "tests/bot/adapters/discord/test_client",
        "interactions arrive at the client and end in what Discord is sent",
        _in("bot/adapters/discord", "buttons interaction"),
    ),
    Exemption(
        "tests/bot/adapters/discord/test_forms",
        "subcommands end in forms and questions",
        (*_in("bot/adapters/discord", "acts"), *_in("commands/forms", "digest_acts mention")),
    ),
    Exemption(
        "tests/bot/adapters/discord/test_controls",
        "limits are those of the controls they cut",
        _in("bot/adapters/discord", "limits"),
    ),
    Exemption(
        "tests/bot/adapters/discord/test_poster",
        "rights and refusals decide whether a post is made",
        _in("bot/adapters/discord", "refusals rights"),
    ),
    Exemption(
        "tests/bot/adapters/discord/test_message",
        "a preview is a message, drawn",
        _in("bot/adapters/discord", "preview"),
    ),
    Exemption(
        "tests/bot/adapters/web/test_console",
        "the console's replies and files",
        _in("bot/adapters/web", "message static_files"),
    ),
    Exemption(
        "tests/bot/test_main",
        "command lines are run as an operator runs them",
        _in("bot", "cli/demo cli/operators cli/platforms"),
    ),
    Exemption(
        "tests/bot/cli/test_chat", "completion is seen in a conversation", _in("bot/engine", "completion")
    ),
    Exemption(
        "tests/bot/engine/test_engine",
        "parts of the engine with no behaviour outside it",
        _in("bot/engine", "request engine_metrics reading"),
    ),
    Exemption(
        "tests/bot/language/test_interpreter",
        "the interpreter's parts, tested by what people write",
        _in(
            "bot/language",
            "intent intents market_intents price_intents other_intents vocabulary question names lines series "
            "german offers",
        ),
    ),
    Exemption(
        "tests/bot/jobs/test_composer", "orders are composed together", _in("bot/jobs", "digest_orders")
    ),
    Exemption(
        "tests/bot/jobs/test_delivery",
        "outcomes are what a delivery ends in, and what is counted",
        _in("bot", "jobs/delivery_limits jobs/delivery_task jobs/outcomes telemetry/metrics"),
    ),
    Exemption(
        "tests/bot/jobs/test_alerts",
        "stored alerts, judged, fired and told",
        _in("bot", "store/alerts store/mentions jobs/alert_posts"),
    ),
    Exemption(
        "tests/bot/store/test_store",
        "one store on both databases, whose parts share a life and an erasure",
        _in("bot/store", "key_value moment schema subscriptions watchlists"),
    ),
    Exemption(
        "tests/bot/wiring/test_run",
        "what `bellwether run` puts together",
        _in("bot/wiring", "app posters"),
    ),
    Exemption(
        "tests/bot/wiring/test_platforms",
        "one entry a face, read through the registry",
        _in("bot/adapters", "platform discord/platform slack/platform web/platform"),
    ),
    Exemption(
        "tests/bot/adapters/slack/test_message",
        "a preview is a message, drawn",
        ("bot/adapters/slack/preview",),
    ),
    Exemption("tests/bot/jobs/test_composer", "content is what is composed", ("bot/engine/content",)),
    Exemption(
        "tests/bot/wiring/test_sources", "a source's neutral defaults", ("market/sources/prices_only",)
    ),
    # charts
    Exemption(
        "tests/charts/drawing/test_pool",
        "the worker is the pool's other end",
        _in("charts/drawing", "worker"),
    ),
    Exemption(
        "tests/charts/test_gallery",
        "every picture of the gallery is looked at: overlaps, cuts, sizes, contrast",
        _in(
            "charts/pictures",
            "bars breadth concentration dashboard events ladder macro risk rotation",
        )
        + _in("charts/pictures", "sessions sparklines studies valuation weights")
        + _in("charts", "layout/bare_axes layout/box layout/stack layout/series"),
    ),
    Exemption(
        "tests/charts/layout/test_scale", "dates are a scale's other axis", _in("charts/layout", "dates")
    ),
    # commands
    Exemption(
        "tests/commands/test_every_command",
        "every command's example, canonical form, help and buttons",
        _in("commands", "about help framework/ask framework/registry framework/reply"),
    ),
    Exemption(
        "tests/bot/engine/test_router",
        "arguments are read as people type them",
        _in("commands/framework", "parameters parsers"),
    ),
    Exemption(
        "tests/bot/store/test_store",
        "the ports, over the real store",
        _in("commands/framework", "ports quiet_times"),
    ),
    Exemption(
        "tests/bot/wiring/test_channel_permissions",
        "the port, over a poster",
        _in("commands/framework", "channels"),
    ),
    Exemption(
        "tests/bot/store/test_portfolios",
        "the port, over the real store",
        _in("commands/framework", "portfolios"),
    ),
    Exemption(
        "tests/commands/test_portfolio", "the command whose answer it is", _in("commands/holdings", "answer")
    ),
    Exemption(
        "tests/bot/engine/test_engine", "who asks decides who sees", _in("commands/framework", "asker")
    ),
    Exemption(
        "tests/commands/framework/test_alternatives",
        "watched markets are what is offered",
        _in("commands/framework", "watched"),
    ),
    Exemption(
        "tests/commands/test_alert", "answers to two of its verbs", _in("commands/alerts", "stats quiet")
    ),
    Exemption(
        "tests/commands/test_digest",
        "sections of one message, composed from tables made by hand",
        _in("commands/digests", "compose dashboard options sections")
        + _in("commands/digests", "subscriptions"),
    ),
    Exemption(
        "tests/commands/test_heatmap",
        "the command whose input it is",
        _in("commands/inputs", "heatmap_tiles"),
    ),
    Exemption(
        "tests/commands/test_movers", "the command whose input it is", _in("commands/inputs", "ranking")
    ),
    Exemption(
        "tests/commands/test_why",
        "holdings are one of its questions",
        _in("commands", "inputs/why_holdings presentation/holdings_waterfall"),
    ),
    Exemption(
        "tests/commands/inputs/test_sectors_so_far",
        "the answer that these funds give",
        _in("commands/inputs", "why_so_far"),
    ),
    Exemption(
        "tests/commands/test_news", "the command that refuses others", _in("commands/inputs", "known_symbol")
    ),
    Exemption(
        "tests/commands/test_watchlist",
        "a list's performance is its answer",
        _in("commands/inputs", "list_performance"),
    ),
    Exemption(
        "tests/commands/test_chart",
        "specs of its charts",
        _in("commands/presentation", "chart_specs intraday_specs leadership_table session_specs study_specs"),
    ),
    Exemption(
        "tests/commands/test_evidence",
        "every picture's numbers as a file",
        _in("commands/presentation", "csv_export evidence_reply"),
    ),
    # market
    Exemption("tests/market/alerts/test_evaluate", "rules are judged there", _in("market/alerts", "rules")),
    Exemption("tests/market/test_quote", "a quote is made of bars", _in("market", "bars")),
    Exemption("tests/bot/jobs/test_scheduler", "time passes by a clock", _in("market", "clock")),
    Exemption("tests/market/test_symbols", "symbols are looked up in it", _in("market", "catalog")),
    Exemption(
        "tests/market/claims/test_docs",
        "the reader's grammar, as the page of examples shows it; the corpus says how well",
        _in(
            "market/claims",
            "averages change_figures changes comparisons coreference doubts drawdowns elliptic_figures "
            "figure_context firsts grammar levels loose_figures macro_prints members reach records scope "
            "sector_counts sector_ranks sentence streak_claims streaks superlatives tagger text_context "
            "uncheckable",
        )
        + _in("market/claims/vocabulary", "beside names qualifiers sectors tag")
        + _in(
            "market/claims/expressions",
            "amounts anchors bases dates days lexicon number_words parts_of_year shares spans tokens when",
        ),
    ),
    Exemption(
        "tests/market/verdicts/test_judge",
        "a claim, judged on tables made by hand",
        _in(
            "market/verdicts",
            "changes checked_words data extremes history name_meanings participation prices prints relative runs "
            "verdict",
        ),
    ),
    Exemption(
        "tests/market/fetching/test_price_cache", "errors are what is not kept", _in("market", "errors")
    ),
    Exemption(
        "tests/market/datasets/test_macro_observations",
        "observations of a series",
        _in("market/datasets", "economic_series"),
    ),
    Exemption("tests/market/services/test_news", "facts of a symbol", _in("market/datasets", "facts")),
    Exemption("tests/market/datasets/test_members", "members, served", _in("market/services", "members")),
    Exemption(
        "tests/market/services/test_prices",
        "notes beside prices; bars as the service hands them out",
        _in("market/services", "staleness_notes inspected_bars"),
    ),
    Exemption(
        "tests/market/inspection/test_inspection",
        "the parts of an inspection are seen in what it finds",
        _in("market/inspection", "adjusted jumps limits stopped"),
    ),
    Exemption(
        "tests/bot/wiring/test_sources",
        "services over each source of data",
        _in("market", "services/data_services sources/files/facts"),
    ),
    Exemption(
        "tests/market/sources/sample/test_prices",
        "the sample market is tested by the market it makes",
        _in("market/sources/sample", "bars factors rates sessions traits"),
    ),
    Exemption(
        "tests/market/services/test_valuation", "facts of the sample", _in("market/sources/sample", "facts")
    ),
    Exemption(
        "tests/market/services/test_macro", "series of the sample", _in("market/sources/sample", "macro")
    ),
    Exemption(
        "tests/market/sources/yahoo/test_prices_outages",
        "the provider's client, over wires on loopback that fail",
        _in("market/sources/yahoo", "client errors http_session"),
    ),
)

OVER_SEVERAL_MODULES = {
    "tests/commands/digests/test_mornings": "five real mornings, read whole",
    "tests/charts/test_read_back": "every picture of the gallery, read back against its data",
    "tests/commands/test_alt_texts": "the alternative text of every picture, beside its spec",
    "tests/bot/adapters/web/test_program": "the program `bellwether web` over HTTP, with visitors and their sessions",
    "tests/bot/adapters/web/test_flood": "the program under half-sent requests, with Slack beside the console",
    "tests/deploy/test_deploy": "the files of deploy/, which are no Python",
    "tests/bot/adapters/discord/test_presses": "buttons pressed, from the message to the database",
    "tests/bot/adapters/discord/test_program": "the real program against Discord's stand-in",
    "tests/bot/adapters/slack/test_emulate": "the face against somebody else's imitation of Slack",
    "tests/bot/adapters/slack/test_presses": "every button of every answer, pressed",
    "tests/bot/adapters/slack/test_program": "the real program against Slack's stand-in",
    "tests/bot/adapters/slack/test_program_storage": "the real program whose database is damaged or holds tokens",
    "tests/bot/adapters/slack/test_secrets": "tokens appear nowhere, whichever module fails",
    "tests/bot/adapters/test_any_text": "whatever is typed, the whole engine answers",
    "tests/bot/adapters/test_contract": "one contract for every face",
    "tests/bot/adapters/test_first_sight": "what Slack and Discord show at once, over all examples",
    "tests/bot/adapters/web/test_browser": "the page in a real browser",
    "tests/bot/wiring/test_held_posts": "the real worker against platforms that refuse, and heal",
    "tests/bot/wiring/test_everything": "all faces in one process",
    "tests/charts/test_gallery": "every picture, looked at",
    "tests/charts/test_checks": "the checks that look at pictures find planted faults",
    "tests/commands/test_every_command": "what holds for every command",
    "tests/commands/test_levels_and_stand_ins": "kinds of instruments, whichever command is asked",
    "tests/market/claims/test_corpus": "the reader and the judge on news sentences",
    "tests/market/claims/test_docs": "the page of examples is so",
    "tests/market/claims/test_linear": "no text takes longer than its length",
    "tests/market/test_worked_examples": "docstrings that compute",
}
