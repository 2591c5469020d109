"""Data of the rules: what the regulation leaves open is decided here, in files, and not in code."""
