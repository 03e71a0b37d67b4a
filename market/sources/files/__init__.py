"""A folder of files as the source of everything."""
