"""What an assembling job makes, and how the job keeps it."""

from docloft.lifecycle.assembly import Assembly, NewDocument, PageRange, from_json, to_json

TWO = Assembly(
    [
        NewDocument("n1", "First", [PageRange("s2", 3, 5), PageRange("s1", 1, 1, 90), PageRange("s2", 9, 9)]),
        NewDocument("n2", "Second", [PageRange("s3", 2, 3), PageRange("s1", 2, 2)]),
    ],
    trash_sources=True,
    contents={"s1": "s1.f1"},
    version_of="s2",
)


def test_pages_are_counted_with_both_ends():
    assert PageRange("s1", 3, 5).count == 3
    assert PageRange("s1", 4, 4).count == 1
    assert TWO.pages == 8


def test_sources_are_in_the_order_of_their_first_page():
    assert TWO.documents[0].source_ids == ["s2", "s1"]
    assert TWO.source_ids == ["s2", "s1", "s3"]


def test_job_keeps_the_numbers_of_the_sources():
    assert to_json(TWO) == {
        "sources": ["s2", "s1", "s3"],
        "contents": {"s1": "s1.f1"},
        "trash": True,
        "version_of": "s2",
        "documents": [
            {"id": "n1", "title": "First", "ranges": [[0, 3, 5, 0], [1, 1, 1, 90], [0, 9, 9, 0]]},
            {"id": "n2", "title": "Second", "ranges": [[2, 2, 3, 0], [1, 2, 2, 0]]},
        ],
    }


def test_job_is_read_as_it_was_written():
    assert from_json(to_json(TWO)) == TWO
    assert from_json(to_json(Assembly([]))) == Assembly([])


def test_job_of_an_earlier_release_has_no_contents_and_makes_no_version():
    assert from_json({"sources": [], "documents": [], "trash": False}) == Assembly([])
