from tools import mutation
from tools.local_stage import ROOT
from tools.mutated_modules import TARGETS

SOURCE = """
def total(values, limit):
    if limit < 0:
        raise ValueError("The limit is negative.")
    return min(sum(values), limit + 1)
"""


def test_each_change_is_named_by_its_function_and_its_line():
    code, mutants = mutation.mutants_of("packages/shared/src/docloft/sums.py", SOURCE)

    assert "docloft.sums.x_total__mutmut_1" in mutants
    assert "def x_total__mutmut_1(" in code
    assert (
        mutation.Mutant(
            module="packages/shared/src/docloft/sums.py",
            function="total",
            before="return min(sum(values), limit + 1)",
            after="return min(sum(values), limit - 1)",
        )
        in mutants.values()
    )


def test_text_of_an_error_is_not_changed():
    _, mutants = mutation.mutants_of("packages/shared/src/docloft/sums.py", SOURCE)

    assert [mutant for mutant in mutants.values() if "ValueError" in mutant.before] == []


def test_every_module_and_its_tests_exist():
    for module, tests in TARGETS.items():
        assert [path for path in (module, *tests) if not (ROOT / path).exists()] == []


def test_every_listed_survivor_belongs_to_a_tested_module_and_has_a_reason():
    for mutant, reason in mutation.listed().items():
        assert mutant.module in TARGETS
        assert len(reason) > 10
