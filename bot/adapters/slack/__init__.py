"""Slack: a face of the engine over Socket Mode or HTTP. `platform` is its registry entry."""
