"""The answers of `/rank`: places among all periods, longest runs and first times."""
