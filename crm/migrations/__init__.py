"""The schema's history, run by `crm.store.migrate`. A new step is a file in `versions/`; tests hold it to the models.

Nothing here is edited once it has run anywhere.
"""
