"""The check of wording: what it finds, and whether its list is valid."""

import pytest

from tools import prose

FILES = frozenset({"docs/operating.md", "README.md"})


def found(text):
    return list(prose.findings_in("x.py", text, prose.phrases(), FILES))


@pytest.mark.parametrize("text", ["as practice 12 says", "PRACTICES 3 and 4", "one\ntwo (practice 7)"])
def test_reference_to_a_numbered_list_elsewhere_is_found(text):
    assert len(found(text)) == 1


def test_finding_names_its_line_and_what_to_write():
    assert found("fine\nraises CannotError\n") == ["x.py:2: 'CannotError': OperatorError"]


@pytest.mark.parametrize("name", ["design.md", "docs/missing.md", "../libraries.md"])
def test_document_that_does_not_exist_is_found(name):
    assert found(f"see {name} for more") == [f"x.py:1: {name!r}: no such document in this repository"]


@pytest.mark.parametrize("text", ["see docs/operating.md", "[README](../README.md)", "https://example.org/a.md"])
def test_document_that_exists_or_is_elsewhere_on_the_web_is_not_reported(text):
    assert found(text) == []


@pytest.mark.parametrize("text", ["one module a format", "once a process", "the document stays.", "the method answers"])
def test_wording_of_earlier_drafts_is_found(text):
    assert len(found(text)) == 1


@pytest.mark.parametrize(
    "text", ["a star stands for the rest", "two pages a second", "the documents stay", "at one a.m."]
)
def test_idiomatic_wording_is_not_found(text):
    assert found(text) == []


def test_changes_are_checked_up_to_the_last_release(tmp_path, monkeypatch):
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n- It tells.\n\n## 0.2.0 (2026)\n- It told.\n")
    monkeypatch.setattr(prose, "ROOT", tmp_path)
    monkeypatch.setattr(prose, "tracked_files", lambda: frozenset({"CHANGELOG.md"}))

    assert prose.findings() == ["CHANGELOG.md:4: 'tells': reports, shows"]


def test_no_phrase_is_listed_twice():
    avoided = [phrase.avoid for phrase in prose.phrases()]

    assert len(avoided) == len(set(avoided)) > 40


def test_failed_check_fails_the_run(monkeypatch, capsys):
    from tools import checks

    passing = checks.Check("good", list)
    monkeypatch.setattr(checks, "checks", lambda: [passing, checks.Check("bad", lambda: ["a.py:1: a finding"])])

    assert checks.main() == 1
    printed = capsys.readouterr().out
    assert "1 checks passed, 1 failed" in printed
    assert "--- bad\na.py:1: a finding" in printed


def test_command_that_fails_is_a_failed_check_with_its_output():
    from tools import checks

    passed, _, printed = checks.run(checks.Check("shell", ("sh", "-c", "echo why; exit 3")))

    assert (passed, printed) == (False, "why\n")
