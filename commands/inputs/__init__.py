"""Data that several commands load the same way."""
