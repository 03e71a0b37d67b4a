"""What every command is built from: signature, parsers, reply, registry, ports."""
