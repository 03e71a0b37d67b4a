"""Data and mathematics of the market. Knows nothing of chat, pictures or commands."""
