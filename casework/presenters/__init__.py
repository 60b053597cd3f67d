"""Cases as the desk shows them."""
