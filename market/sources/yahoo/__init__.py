"""Yahoo Finance: prices and facts."""
