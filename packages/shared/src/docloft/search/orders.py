"""The orders of hits by their names in a request: `-date`, `field:01JDA0ZQ5T8M3N7K2V4W6X8Y9Z`."""

import re
from collections.abc import Callable, Mapping

from docloft.lifecycle.custom_fields import Definition
from docloft.search.index.field_order import FieldOrder
from docloft.search.index.ordering import NEWEST, ORDERS, Order

_OF_FIELD = re.compile(r"(-?)field:(.*)", re.DOTALL)


def order_named(name: str, find_definitions: Callable[[], Mapping[str, Definition]]) -> Order | FieldOrder:
    """`find_definitions`: returns the fields of the library by their ids. By a field that the library does not have,
    all documents are without a value: the newest come first.
    """
    if name in ORDERS:
        return ORDERS[name]
    found = _OF_FIELD.fullmatch(name)
    definition = find_definitions().get(found[2]) if found else None
    return FieldOrder(definition, is_descending=bool(found[1])) if found and definition else NEWEST
