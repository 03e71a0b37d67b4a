"""Longest runs and first times, for `/rank`."""
