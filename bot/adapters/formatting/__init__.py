"""Formatting that all faces share: plain text, truncation, and a cache of rendered messages."""
