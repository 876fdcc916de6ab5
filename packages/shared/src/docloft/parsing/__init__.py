"""Reading of untrusted bytes that several services need: storage identifies a file with the same code by which the
worker reads it, so that both come to the same result. Only called in the sandbox's child.
"""
