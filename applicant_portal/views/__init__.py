"""Pages of the public host."""
