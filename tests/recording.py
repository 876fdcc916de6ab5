"""Records the calls of a function that a test watches."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def recording(
    calls: list[Any], call: Callable[P, T], of: Callable[P, Any] = lambda *given, **_: given
) -> Callable[P, T]:
    """`call`, which first adds to `calls` what `of` makes of its arguments: by default, those without names."""

    def recorded(*given: P.args, **named: P.kwargs) -> T:
        calls.append(of(*given, **named))
        return call(*given, **named)

    return recorded
