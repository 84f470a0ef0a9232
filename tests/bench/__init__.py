"""Speed as ratios to what this machine can do, measured beside its floor in one run."""
