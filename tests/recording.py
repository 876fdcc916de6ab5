"""Records the calls of a function that a test watches."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def recording(
    calls: list[Any], call: Callable[P, T], of: Callable[P, Any] = lambda *given, **_: given
) -> Callable[P, T]:
    """Wraps `call` so that each call appends `of(arguments)` to `calls`: by default, the positional arguments."""

    def recorded(*given: P.args, **named: P.kwargs) -> T:
        calls.append(of(*given, **named))
        return call(*given, **named)

    return recorded
