"""The files that an operator deploys with name what the program really has: settings, commands, metrics, packages."""

from __future__ import annotations

import configparser
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import REGISTRY

from bot.__main__ import cli
from bot.settings import Settings

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
UNITS = sorted(path.name for path in (DEPLOY / "systemd").glob("*.service"))


def commands() -> set[str]:
    import typer

    import bot.telemetry.metrics  # registers what the pages below name

    assert bot.telemetry.metrics.ASKS is not None
    return set(typer.main.get_command(cli).commands)  # type: ignore[attr-defined]  # a click group


def metrics() -> set[str]:
    commands()
    names = {sample.name for metric in REGISTRY.collect() for sample in metric.samples}
    return names | {
        f"{metric.name}{end}" for metric in REGISTRY.collect() for end in ("_total", "_bucket", "")
    }


def test_compose_starts_commands_that_exist_and_keeps_the_root_read_only() -> None:
    compose: Any = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    own = {name: service for name, service in compose["services"].items() if name != "database"}
    assert set(own) == {"migrate", "web", "worker", "discord"}
    for service in own.values():
        assert set(service["command"]) <= commands()
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]


def test_the_image_holds_every_package_and_runs_as_nobody_special() -> None:
    text = (DEPLOY / "Containerfile").read_text()
    assert set(re.findall(r"^COPY (\w+) \1$", text, re.M)) == {"bot", "commands", "charts", "market"}
    assert re.search(r"^USER 10001:10001$", text, re.M)
    assert "STOPSIGNAL SIGTERM" in text
    assert "/healthz" in text


def test_the_example_names_settings_that_exist() -> None:
    names = set(re.findall(r"^#? ?(BELLWETHER_\w+)=", (DEPLOY / "example.env").read_text(), re.M))
    fields = {f"BELLWETHER_{name.upper()}" for name in Settings.model_fields}
    assert names
    assert names <= fields


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_starts_a_command_that_exists_with_a_private_state_directory(unit: str) -> None:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # systemd's keys have upper case
    parser.read(DEPLOY / "systemd" / unit)
    service = parser["Service"]
    assert service["ExecStart"].split()[1] in commands()
    assert (service["StateDirectoryMode"], service["UMask"]) == ("0700", "0077")
    assert service["ProtectSystem"] == "strict"


def test_dashboard_and_alert_rules_ask_for_metrics_that_exist() -> None:
    dashboard = json.loads((DEPLOY / "grafana.json").read_text())
    rules: Any = yaml.safe_load((DEPLOY / "alerts.yaml").read_text())
    queries = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    queries += [rule["expr"] for group in rules["groups"] for rule in group["rules"]]
    asked = {name for query in queries for name in re.findall(r"bellwether_\w+", query)}
    assert asked
    assert asked <= metrics()


def test_every_alert_rule_names_a_remedy() -> None:
    rules: Any = yaml.safe_load((DEPLOY / "alerts.yaml").read_text())
    for rule in rules["groups"][0]["rules"]:
        assert rule["annotations"]["remedy"]
