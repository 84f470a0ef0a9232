"""Our own SQLite file: one workspace for all years of one unit or office. SQL stays here."""
