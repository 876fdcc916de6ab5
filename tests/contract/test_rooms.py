"""A request goes forward through the code: a reader who follows it seldom returns to a room that was left."""

import pytest

from bench import rooms

MOST_RETURNS = {"upload": 4, "upload with an Idempotency-Key": 6, "receive": 14, "work": 10, "query": 8}
"""Lower a number when the code gets better; `python -m bench.rooms` prints the rooms in order."""


@pytest.mark.usefixtures("cloud")
def test_requests_seldom_return_to_a_room():
    ways = rooms.ways()

    more = [f"{name}: {way}" for name, way in ways.items() if way.returns > MOST_RETURNS[name]]
    assert not more, "\n".join(more)
    assert set(ways) == set(MOST_RETURNS)


def test_return_is_a_stay_in_a_room_that_was_left_before():
    assert rooms.Way(("http", "features", "tables")).returns == 0
    assert rooms.Way(("http", "features", "http", "tables", "features")).returns == 2
