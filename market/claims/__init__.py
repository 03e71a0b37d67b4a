"""Claims that a text makes about markets, read by published rules (docs/claims.md)."""
