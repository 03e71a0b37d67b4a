"""The composed daily and weekly read, and its subscriptions."""
