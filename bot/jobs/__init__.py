"""Scheduled work on the durable engine."""
