"""Faces and wiring: everything that knows chat, processes and settings."""
