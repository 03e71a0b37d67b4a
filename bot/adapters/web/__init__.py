"""The web console: a page where every command works, and the same reply as other faces show it."""
