"""What `/history` looks for, and the tables of what followed."""
