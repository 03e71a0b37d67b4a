"""What people hold: how it is written down, valued and shown."""
