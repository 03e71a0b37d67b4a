"""Claims that a text makes about markets, found by published rules (docs/claims.md)."""
