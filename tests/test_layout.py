"""Where modules and tests stand: layers, circles, sizes, and a test file for every module."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.exemptions import COVERED_ELSEWHERE, OVER_SEVERAL_MODULES, Exemption
from tests.tree import (
    PACKAGES,
    ROOT,
    circles,
    conftests,
    folder,
    folder_imports,
    imports,
    modules,
    reached,
    source,
    stem,
)

CODE = modules(*PACKAGES)
TESTS = [module for module in modules("tests") if stem(module).startswith("test_")]
LARGEST_FOLDER, LONGEST_MODULE = 30, 300
DATA = {"market/catalog"}  # a table: one line a symbol


def named_after(module: str) -> list[str]:
    """Test files that bear the module's name: `x/y` → `tests/x/test_y`, `tests/x/test_y_*`."""
    name = f"tests/{folder(module)}/test_{stem(module).strip('_')}"
    return [
        test
        for test in TESTS
        if test == name or (folder(test) == folder(name) and test.startswith(f"{name}_"))
    ]


TESTED = [
    module for module in CODE if stem(module) != "__init__"
]  # packages' own files hold their parts only
EXEMPT = {module: exemption for exemption in COVERED_ELSEWHERE for module in exemption.modules}


def test_every_module_has_a_test_file_or_says_which_covers_it() -> None:
    assert [module for module in TESTED if not named_after(module) and module not in EXEMPT] == []


def test_exempted_modules_exist_once_and_have_no_test_file_of_their_own() -> None:
    listed = Counter(module for exemption in COVERED_ELSEWHERE for module in exemption.modules)
    assert {module: count for module, count in listed.items() if count > 1} == {}
    assert sorted(listed.keys() - set(TESTED)) == []
    assert [module for module in listed if named_after(module)] == []


@pytest.mark.parametrize("exemption", COVERED_ELSEWHERE, ids=lambda exemption: exemption.test)
def test_the_file_that_covers_exempted_modules_exists_and_reaches_them(exemption: Exemption) -> None:
    assert exemption.reason
    assert exemption.test in TESTS
    # Some start the program they are named after instead of importing it.
    started = [module for module in CODE if exemption.test in named_after(module)]
    files = [exemption.test, *started, *conftests(exemption.test)]
    assert sorted(set(exemption.modules) - reached(*files)) == []


def test_every_test_file_is_named_after_a_module_or_says_what_it_is_over() -> None:
    named = {test for module in [*CODE, *modules("benchmarks")] for test in named_after(module)}
    named |= {f"tests/{folder(folder(m))}/test_{stem(m)}" for m in modules("benchmarks")}
    packages = {f"tests/{folder(module)}" for module in [*CODE, *modules("benchmarks")]}
    named |= {test for test in TESTS if f"{folder(test)}/{stem(test).removeprefix('test_')}" in packages}
    own = {test for test in TESTS if folder(test) == "tests"}  # about the tree itself
    assert sorted(set(TESTS) - named - own - OVER_SEVERAL_MODULES.keys()) == []
    assert sorted(OVER_SEVERAL_MODULES.keys() - (set(TESTS) - named - own)) == []


def test_no_circle_between_files() -> None:
    assert list(circles({module: imports(module) for module in modules(*PACKAGES, "benchmarks")})) == []


def test_no_circle_between_folders() -> None:
    assert list(circles(folder_imports(modules(*PACKAGES, "benchmarks")))) == []


def test_no_import_runs_up_and_none_leads_to_tests_or_benchmarks() -> None:
    layer = {package: depth for depth, package in enumerate(PACKAGES)}
    up = [
        (module, other)
        for module in CODE
        for other in imports(module)
        if layer.get(other.split("/")[0], -1) < layer[module.split("/")[0]]
    ]
    assert up == []


def test_no_folder_is_crowded() -> None:
    count = Counter(folder(module) for module in TESTED)
    del count["commands"]  # one file a command
    assert {name: files for name, files in count.items() if files > LARGEST_FOLDER} == {}


def test_no_module_is_long() -> None:
    lines = {module: len(source(module).splitlines()) for module in modules(*PACKAGES, "benchmarks")}
    assert {m: n for m, n in lines.items() if n > LONGEST_MODULE and m not in DATA} == {}


def test_every_folder_of_code_is_a_package() -> None:
    """Without its own file a folder would be missing from an installation."""
    folders = {folder(module) for module in CODE}
    assert [name for name in sorted(folders) if not (ROOT / name / "__init__.py").exists()] == []
