"""Discord: a face of the engine over the gateway. `platform` is its registry entry."""
