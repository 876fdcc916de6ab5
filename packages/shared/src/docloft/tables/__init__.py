"""The four DynamoDB tables. Nothing else in Docloft imports PynamoDB.

Each table has one module: its items, keys, indexes and reads. `transactions` writes several items at once. Each key or
index serves an access pattern; any Scan needs review. Times are ISO 8601 text (docloft.clock.timestamp), so that they
sort; `expires_at` is epoch seconds, which DynamoDB's TTL requires. Documents are changed through
`docloft.lifecycle.changes`.

Table names are read from the environment when this package is imported.
"""

from docloft.tables import connection, documents, history, items, jobs, library, together, transactions

__all__ = ["connection", "documents", "history", "items", "jobs", "library", "together", "transactions"]
