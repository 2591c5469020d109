"""A made-up case is what the real commands would have left: each life is lived twice and compared, row by row."""
