"""Files that come from and go to people: definitions, packages, rows of cells, keys."""
