"""A short fault drill. `make drill` runs all of them, for minutes."""

from tests.fault_drills.drills import disturbed


def test_documents_survive_failing_calls_of_aws(stack):
    result = disturbed(stack, documents=5, share=0.15, seconds=600)

    assert result.injected
    assert (result.verdict.lost, result.verdict.doubled) == ([], [])
    assert result.verdict.survived == 5
