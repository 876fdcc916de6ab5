"""Refusals of OpenSearch, in the shape of its responses."""


class RefusedRequestError(Exception):
    """`kind`: OpenSearch's name for it."""

    def __init__(self, kind: str, reason: str, status: int = 400) -> None:
        super().__init__(f"{kind}: {reason}")
        self.status = status
        cause = {"type": kind, "reason": reason}
        self.body = {"error": {"root_cause": [cause], **cause}, "status": status}


def require(condition: object, reason: str, kind: str = "parsing_exception") -> None:
    if not condition:
        raise RefusedRequestError(kind, reason)
