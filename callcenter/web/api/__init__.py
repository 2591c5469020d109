"""`/api/v1`: cases for the portal, the app and open data. One table of operations (`operations.py`) is the routes, what
each reads and answers, who may use it, and the OpenAPI document."""
