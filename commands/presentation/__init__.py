"""Wording, chart specifications and exports that several commands share."""
