"""What is counted of the engine's work."""

from __future__ import annotations

from typing import Protocol


class EngineMetrics(Protocol):
    """Metrics hook (`bot/telemetry/metrics.py`); None for one-off command-line questions."""

    def asked(self, face: str, command: str, outcome: str, seconds: float) -> None: ...

    def drew(self, outcome: str, seconds: float) -> None: ...

    def failed(self, provider: str, kind: str) -> None: ...
