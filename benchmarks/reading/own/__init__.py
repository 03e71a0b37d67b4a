"""Sentences and articles written for this measure, their right answers computed by plain pandas."""
