"""The shapes of data other than prices: members, macro observations, facts of companies."""
