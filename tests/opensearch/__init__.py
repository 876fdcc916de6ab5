"""A small OpenSearch in memory, behind the connection of the official client: so a test uses that client with
everything above the socket, and no request that the real one would refuse. It accepts only the part of the API and of
the query language that Docloft uses, with the response shapes of https://docs.opensearch.org/latest/.
"""
