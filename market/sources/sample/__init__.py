"""The sample market: a seeded generator of prices, members, macro series and facts."""
