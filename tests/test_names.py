"""Names in the code: one class a name, and the field's words in place of private ones."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from tests.tree import PACKAGES, folder, modules, stem, tree

CODE = modules(*PACKAGES, "benchmarks")

# Roles that every face, source or stand-in plays for itself.
ROLES: dict[str, str] = {}

# Words that the glossary replaced, where they name a module, class or function.
OLD_WORDS = {
    *(
        "aside",
        "kitchen",
        "cook",
        "recipe",
        "together",
        "tidy",
        "starved",
        "keeping",
        "shelf",
        "desk",
        "taker",
    ),
    *(
        "takers",
        "tape",
        "behind",
        "instead",
        "existing",
        "watching",
        "followed",
        "tiles",
        "standing",
        "strength",
    ),
    *(
        "ladder",
        "folding",
        "flights",
        "pacing",
        "tally",
        "remarks",
        "antecedents",
        "elements",
        "made",
        "hire",
        "settle",
    ),
}
# What people type stays: these are names of commands and of their pictures.
COMMANDS = {"commands/ladder", "charts/pictures/ladder"}
# Not renamed yet: a name that is gone may stay in this list for a while, a new one may not come into it.
OLD_NAMES_LEFT = {
    "bot/adapters/discord/interaction _instead",
    "bot/adapters/formatting/text aside",
    "bot/jobs/alerts _settle",
    "charts/layout/treemap tiles",
    "market/bars tidy",
}

# Names that do not say what they hold.
VAGUE = {"told", "found", "had", "meant", "known", "one", "each"}
# Folders that still have such names; every other folder is held to it. Empty, this list can go.
VAGUE_NAMES_LEFT = {
    *("benchmarks", "benchmarks/drill"),
    *("bot/adapters/discord", "bot/adapters/slack"),
    *("bot/engine", "bot/jobs", "bot/store"),
    *("charts/drawing", "charts/layout", "charts/pictures"),
    *("market", "market/alerts", "market/analytics", "market/calendars", "market/claims", "market/datasets"),
    *(
        "market/fetching",
        "market/services",
        "market/sources",
        "market/sources/files",
        "market/sources/sample",
    ),
    "market/sources/yahoo",
}


def defined(node: ast.AST) -> Iterator[tuple[str, int]]:
    """Every name of a function, parameter or variable that is bound in `node`, with its line."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
            yield inner.name, inner.lineno
        elif isinstance(inner, ast.arg):
            yield inner.arg, inner.lineno
        elif isinstance(inner, ast.Name | ast.Attribute) and isinstance(inner.ctx, ast.Store):
            yield inner.id if isinstance(inner, ast.Name) else inner.attr, inner.lineno
        elif isinstance(inner, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and inner.name:
            yield inner.name, inner.lineno


def test_every_class_has_a_name_of_its_own() -> None:
    owners = defaultdict[str, list[str]](list)
    for module in CODE:
        for node in ast.walk(tree(module)):
            if isinstance(node, ast.ClassDef):
                owners[node.name].append(module)
    shared = {name: where for name, where in owners.items() if len(where) > 1}
    assert {name: where for name, where in shared.items() if name not in ROLES} == {}
    assert sorted(ROLES.keys() - shared.keys()) == []


def test_words_that_were_replaced_name_nothing() -> None:
    old = {module for module in CODE if stem(module) in OLD_WORDS and module not in COMMANDS}
    old |= {
        f"{module} {node.name}"
        for module in CODE
        for node in ast.walk(tree(module))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and node.name.strip("_").casefold() in OLD_WORDS
        and module not in COMMANDS
    }
    assert sorted(old - OLD_NAMES_LEFT) == []


def test_names_say_what_they_hold() -> None:
    vague = [
        f"{module}:{line} {name}"
        for module in CODE
        if folder(module) not in VAGUE_NAMES_LEFT
        for name, line in defined(tree(module))
        if name.strip("_") in VAGUE
    ]
    assert vague == []
