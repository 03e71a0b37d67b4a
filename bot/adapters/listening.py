"""What is said when a face's port cannot be opened."""

from __future__ import annotations

import os
import socket

from bot.settings import OperatorError


class PortTaken(OperatorError):
    """The port cannot be opened. The sentence says what to do."""


def port_taken(host: str, port: int, problem: OSError, setting: str) -> PortTaken:
    """`setting`: the variable that names another port."""
    return PortTaken(
        f"Port {port} on {host} cannot be opened ({_reason(problem)}). Choose another with --port or {setting}."
    )


def _reason(problem: OSError) -> str:
    """Why it failed, in the system's own words; asyncio wraps them in the address."""
    if isinstance(problem, socket.gaierror) or problem.errno is None:
        return str(problem.strerror)
    return os.strerror(problem.errno)
