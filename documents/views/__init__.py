"""Pages of a case's papers: `papers` (the list, one document, files), `viewer` (pages looked at and measured), `search`."""
