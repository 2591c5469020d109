"""The command line: one file per noun, hung together in `callcenter.__main__`."""
