"""Forms of the commands that have them, one a module."""
