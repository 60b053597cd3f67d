"""One module for each outside service that knows about places. Each turns answers into plain data, and bad answers into OutsideError."""
