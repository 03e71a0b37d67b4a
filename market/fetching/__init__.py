"""Keeping and fetching data: stores, caches, rate limits, the refresh of members."""
