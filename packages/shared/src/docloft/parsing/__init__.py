"""Reading of foreign bytes that several services need: storage identifies a file with the same code by which the worker
reads it, so that both come to the same result. Called in the sandbox's child only.
"""
