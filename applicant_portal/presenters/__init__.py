"""What the public host shows."""
