"""What stops the local stage, in one clear line."""


class CannotError(Exception):
    """Something that cannot be had or done. `str()` is the line a person sees: what, and what to do."""
