"""The names of a library, as they are listed and as a query finds them."""

from docloft import directory
from tests.fixtures import LIBRARY


def listed(call, what):
    return [one["name"] for one in call("GET", "/v1/names").json["names"] if one["what"] == what]


def found(what, typed):
    return set(directory.read(LIBRARY).find_ids(what, typed))
