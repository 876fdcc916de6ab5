"""Plans: which call has which fault."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tests.fault_drills.proxy import Call, Fault

DISTURBANCES = (Fault.REFUSED, Fault.SLOW, Fault.CUT)
_LASTING = 0.3
"""The share of refusals that also hold for all repetitions of the SDK, so that the function itself sees the failure."""


class Disturbed:
    """A share of all calls is refused, slow or cut, by a random number generator with this seed."""

    def __init__(self, seed: int, share: float) -> None:
        self._random = random.Random(seed)  # noqa: S311 - must be repeatable
        self._share = share
        self._lasting: set[tuple[int, str, str]] = set()

    def __call__(self, call: Call) -> Fault | None:
        same = (call.process, call.operation, call.library_id)
        if call.attempt > 1 and same in self._lasting:
            return Fault.REFUSED
        self._lasting.discard(same)
        if self._random.random() >= self._share:
            return None
        fault = self._random.choice(DISTURBANCES)
        if fault == Fault.REFUSED and self._random.random() < _LASTING:
            self._lasting.add(same)
        return fault


@dataclass(frozen=True, slots=True)
class Step:
    """The call number `number` (from 1) that `function` makes for a library; 0 for its download of the original."""

    function: str
    number: int
    fault: Fault


class AtSteps:
    """One fault for each library, at its step. `reached` has the libraries whose fault was injected."""

    def __init__(self, steps: dict[str, Step]) -> None:
        self._steps = steps
        self._made: Counter[tuple[str, str]] = Counter()
        self.reached: set[str] = set()

    def __call__(self, call: Call) -> Fault | None:
        step = self._steps.get(call.library_id)
        if step is None or call.function != step.function or call.library_id in self.reached:
            return None
        self._made[call.library_id, call.function] += 1
        is_download = call.operation == "GetObject" and step.number == 0
        if not is_download and self._made[call.library_id, call.function] != step.number:
            return None
        self.reached.add(call.library_id)
        return step.fault

    @property
    def missed(self) -> list[Step]:
        """Steps whose fault was never injected: the function made fewer calls, or its calls were not recognized."""
        return [step for library, step in self._steps.items() if library not in self.reached]


def kills(calls: dict[str, int]) -> Sequence[Step]:
    """A kill before and after each call of each function (`calls`: how many each makes for one document), and of the
    child that reads the file.
    """
    steps = [
        Step(function, number, fault)
        for function, count in calls.items()
        for number in range(1, count + 1)
        for fault in (Fault.KILLED_BEFORE, Fault.KILLED_AFTER)
    ]
    return [*steps, *(Step(function, 0, Fault.CHILD_KILLED) for function in ("receive", "work"))]
