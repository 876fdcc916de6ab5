"""A few mutants of every file; `python -m tests.hostile.fuzzing` runs more."""

from tests.hostile import fuzzing

MUTANTS = 2


def test_damaged_file_is_read_or_refused_and_no_reader_fails(tmp_path):
    sandbox = fuzzing.made_sandbox()
    try:
        assert list(fuzzing.findings(MUTANTS, 0, tmp_path, sandbox)) == []
    finally:
        sandbox.close()


def test_same_seed_makes_the_same_damage():
    body, others = b"a valid file" * 20, [b"another one"]

    mutants = [[fuzzing.mutated(body, others, seed) for seed in range(30)] for _ in range(2)]

    assert mutants[0] == mutants[1]
    assert len(set(mutants[0])) > 25
