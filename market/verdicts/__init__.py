"""Verdicts on claims: pure, from data that is handed in."""
