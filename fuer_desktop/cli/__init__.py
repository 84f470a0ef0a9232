"""The command line: a small shell over the services, and the proof that they need no window."""
