"""The only place where objects meet: settings into sources, services, engine and faces."""
