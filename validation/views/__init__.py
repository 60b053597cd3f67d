"""The officers' pages of validation."""
