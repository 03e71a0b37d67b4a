"""A port that cannot be opened is told in the system's words."""

from __future__ import annotations

import errno
import socket

from bot.adapters.listening import port_taken


def test_a_taken_port_and_an_unknown_host_each_have_their_reason() -> None:
    taken = str(port_taken("127.0.0.1", 80, OSError(errno.EADDRINUSE, "wrapped"), "BELLWETHER_MCP_PORT"))
    assert "Address already in use" in taken
    assert "BELLWETHER_MCP_PORT" in taken
    assert "Name unknown" in str(port_taken("x", 80, socket.gaierror(-2, "Name unknown"), "P"))
