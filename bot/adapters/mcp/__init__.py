"""The face for assistants: every command that only asks is a tool of the Model Context Protocol (MCP)."""
