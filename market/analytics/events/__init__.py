"""Events of the market: one table over all series, each event scored once."""
