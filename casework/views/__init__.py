"""Pages of the officer's desk."""
