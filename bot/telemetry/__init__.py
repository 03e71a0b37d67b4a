"""Logs, metrics and the health of the event loop."""
