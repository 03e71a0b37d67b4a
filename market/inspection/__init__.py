"""The one door for data: what a series is worth before any figure is made of it."""
