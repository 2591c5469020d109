"""The schema's history, run by `crm.store.migrate`. A new step is a file in `versions/`; a test compares with the models."""
