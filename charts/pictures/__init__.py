"""Chart specifications, one file a picture."""
