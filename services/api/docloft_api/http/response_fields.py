"""Fields of responses that marshmallow does not have."""

from typing import Any

from marshmallow import fields


class DumpedField(fields.Nested):
    """An object that was dumped with its schema before."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:  # type: ignore[override] # noqa: ARG002
        return value
