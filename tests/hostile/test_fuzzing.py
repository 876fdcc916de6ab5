"""A few mutants of every file; `python -m tests.hostile.fuzzing` runs more."""

from docloft import formats
from docloft_storage import identify
from tests.hostile import fuzzing
from tests.hostile.seeds import seeds

MUTANTS = 2


def test_damaged_file_is_read_or_refused_and_no_reader_fails(tmp_path):
    sandbox = fuzzing.made_sandbox()
    try:
        assert list(fuzzing.findings(MUTANTS, 0, tmp_path, sandbox)) == []
    finally:
        sandbox.close()


def test_files_to_damage_have_every_format_that_has_a_reader(tmp_path):
    found = set()
    for name, body in seeds().items():
        path = tmp_path / name
        path.write_bytes(body)
        found.add(identify.identify(str(path))["media_type"])

    assert {one.media_type for one in formats.FORMATS if one.reader} - found == set()


def test_same_seed_makes_the_same_damage():
    body, others = b"a valid file" * 20, [b"another one"]

    mutants = [[fuzzing.mutated(body, others, seed) for seed in range(30)] for _ in range(2)]

    assert mutants[0] == mutants[1]
    assert len(set(mutants[0])) > 25
