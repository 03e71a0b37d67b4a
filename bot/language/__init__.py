"""Plain questions into commands."""
