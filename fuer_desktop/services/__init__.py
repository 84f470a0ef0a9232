"""One module for each thing a person does: design, open, enter, check, submit, take in, judge."""
