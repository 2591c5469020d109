"""Full-text search over cases, their notes and their calls' transcripts; diacritics and case never matter.

One list of tokens per case is all the databases know of it (`tokens.py`); what somebody looks for becomes a condition
over such tokens (`words.py`, `plan.py`), asked of SQLite's FTS5 or PostgreSQL's GIN (`sqlite.py`, `postgres.py`).
Neither needs an extension, nor a superuser: words are folded here, once, for both.
"""
