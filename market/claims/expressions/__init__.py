"""Words, figures, days and periods as a text writes them, before anything is claimed of them."""
