"""What `/alert` reads and says beside its rules."""
