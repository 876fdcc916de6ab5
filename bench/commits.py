"""Simulates how the index function handles one shard of the documents stream: each lane takes batches from its queue
and makes one commit for each library in a batch.

Two lanes may have documents of one library at the same time. Of commits that overlap, only the first to be published
succeeds. The others are rejected by If-Match when they publish, wait a random time and start again, as in
`docloft.search.index.writing`. After ATTEMPTS, Lambda delivers the batch again; then only the libraries that are left
cost time here, although the function also reads the others again.
"""

import heapq
import random
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

ATTEMPTS, FIRST_PAUSE_SECONDS = 8, 0.05
"""Attempts of one commit, and the longest pause after the first lost race; the pause doubles each time."""

Queue = deque[tuple[float, int]]
"""Time and library of each document that one lane will index, by time."""
Plan = Callable[[Mapping[int, int]], list[float]]
"""From the number of documents of each library of a batch to the seconds of each commit, in the same order."""


@dataclass(slots=True)
class _Lane:
    queue: Queue
    waiting: deque[tuple[int, float]] = field(default_factory=deque)
    """Libraries of the batch whose commits have not begun, with their seconds."""
    rejected: list[tuple[int, float]] = field(default_factory=list)
    running: int = 0
    planned_end: float = 0.0
    late: float = 0.0
    """How long the last document of the batch waited for its start, and then longer because of overlapping commits."""
    began: float = 0.0


@dataclass(frozen=True, slots=True, order=True)
class _Commit:
    end: float
    lane: int
    library: int
    start: float
    attempt: int


def lateness(queues: Sequence[Queue], batch: int, side_by_side: int, plan: Plan) -> float:
    """Seconds that the last document of a lane waited, the longest of all lanes. Empties the queues."""
    chosen = random.Random(1)  # noqa: S311 - the same in every run
    published: dict[int, float] = {}
    lanes = [_Lane(queue) for queue in queues]
    commits: list[_Commit] = []

    def begin(number: int, moment: float) -> None:
        lane = lanes[number]
        while lane.waiting and lane.running < side_by_side:
            library, seconds = lane.waiting.popleft()
            heapq.heappush(commits, _Commit(moment + seconds, number, library, moment, 0))
            lane.running += 1

    for number, lane in enumerate(lanes):
        _take(lane, 0.0, batch, side_by_side, plan)
        begin(number, lane.began)
    while commits:
        commit = heapq.heappop(commits)
        lane, seconds = lanes[commit.lane], commit.end - commit.start
        if published.get(commit.library, 0.0) > commit.start:
            if commit.attempt + 1 < ATTEMPTS:
                start = commit.end + chosen.uniform(0, FIRST_PAUSE_SECONDS * 2**commit.attempt)
                again = _Commit(start + seconds, commit.lane, commit.library, start, commit.attempt + 1)
                heapq.heappush(commits, again)
                continue
            lane.rejected.append((commit.library, seconds))
        else:
            published[commit.library] = commit.end
        lane.running -= 1
        moment = commit.end
        if not (lane.running or lane.waiting):
            if lane.rejected:
                lane.waiting, lane.rejected = deque(lane.rejected), []
            else:
                lane.late += commit.end - lane.planned_end
                _take(lane, commit.end, batch, side_by_side, plan)
                moment = lane.began
        begin(commit.lane, moment)
    return max(lane.late for lane in lanes)


def _take(lane: _Lane, moment: float, batch: int, side_by_side: int, plan: Plan) -> None:
    """Takes the documents that have arrived, up to a batch, or waits for the next one."""
    if not lane.queue:
        return
    lane.began = max(moment, lane.queue[0][0])
    taken: dict[int, int] = {}
    while lane.queue and lane.queue[0][0] <= lane.began and sum(taken.values()) < batch:
        arrived, library = lane.queue.popleft()
        taken[library] = taken.get(library, 0) + 1
        lane.late = lane.began - arrived
    seconds = plan(taken)
    lane.waiting = deque(zip(taken, seconds, strict=True))
    lane.planned_end = lane.began + elapsed(seconds, side_by_side)


def elapsed(seconds: Sequence[float], side_by_side: int) -> float:
    """How long all commits of a batch take if `side_by_side` of them run at the same time."""
    threads = [0.0] * side_by_side
    for one in seconds:
        heapq.heappush(threads, heapq.heappop(threads) + one)
    return max(threads)
