"""The source tree as these tests read it: modules, what each imports, and circles among them."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("bot", "commands", "charts", "market")  # from the top layer to the bottom


def modules(*folders: str) -> list[str]:
    """Paths of the Python files in `folders`, without `.py`; database revisions are left out."""
    return sorted(
        str(path.relative_to(ROOT).with_suffix(""))
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
    )


def folder(module: str) -> str:
    return module.rpartition("/")[0]


def stem(module: str) -> str:
    return module.rpartition("/")[2]


@cache
def source(module: str) -> str:
    return (ROOT / f"{module}.py").read_text("utf-8")


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(source(module))


@cache
def _paths() -> dict[str, str]:
    """Dotted name of every module and package → its path."""
    everything = modules(*PACKAGES, "benchmarks", "tests")
    return {module.removesuffix("/__init__").replace("/", "."): module for module in everything}


@cache
def imports(module: str) -> frozenset[str]:
    """Modules of ours that `module` imports, inside functions and for types included."""
    paths, wanted = _paths(), set[str]()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            wanted |= {
                paths.get(f"{node.module}.{name.name}") or paths.get(node.module, "") for name in node.names
            }
        elif isinstance(node, ast.Import):
            wanted |= {paths.get(name.name, "") for name in node.names}
    return frozenset(wanted - {"", module})


def reached(*names: str) -> set[str]:
    """Every module of ours that the imports of `names` can lead to, commands by their registry."""
    commands = {module for module in modules("commands") if folder(module) == "commands"}
    seen, waiting = set[str](), list(names)
    while waiting:
        module = waiting.pop()
        new = (imports(module) | (commands if module == "commands/__init__" else set())) - seen
        seen |= new
        waiting += new
    return seen


def conftests(test: str) -> list[str]:
    """The files whose fixtures `test` can use."""
    parents = Path(test).parents
    return [f"{parent}/conftest" for parent in parents if (ROOT / parent / "conftest.py").exists()]


def folder_imports(names: Collection[str]) -> dict[str, set[str]]:
    """Folder → folders it imports from. Entry points are left out: they import from above them."""
    edges = defaultdict[str, set[str]](set)
    for module in names:
        if stem(module) != "__main__":
            edges[folder(module)] |= {folder(other) for other in imports(module)} - {folder(module)}
    return edges


def circles(edges: Mapping[str, Collection[str]]) -> Iterator[list[str]]:
    """Tarjan's strongly connected components of more than one node."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []

    def visit(node: str) -> Iterator[list[str]]:
        number[node] = low[node] = len(number)
        stack.append(node)
        for other in edges.get(node, ()):
            if other not in number:
                yield from visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], number[other])
        if low[node] == number[node]:
            component = stack[stack.index(node) :]
            del stack[stack.index(node) :]
            if len(component) > 1:
                yield sorted(component)

    for node in edges:
        if node not in number:
            yield from visit(node)
