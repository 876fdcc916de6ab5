"""The search index in Amazon OpenSearch, in a Serverless collection or a domain: one index for all libraries of a
stage, in which each document has the id of its library. It has the fields of `engine.schema`, cut and folded by the
same code, and queries are planned by the same rules (`engine.plan`), so it finds what the built-in engine finds.
"""
