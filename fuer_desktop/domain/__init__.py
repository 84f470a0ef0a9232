"""What things are and the arithmetic on them: standard library and ``texts`` only."""
