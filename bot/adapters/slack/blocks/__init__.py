"""Slack's text and blocks within its limits."""
