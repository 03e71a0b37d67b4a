"""Picture specs and how they are drawn."""
