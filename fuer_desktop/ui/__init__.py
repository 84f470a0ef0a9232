"""Windows: they ask services and show what comes back. Qt stays here (and in app and paper)."""
