"""The command that writes the files."""

import pytest

from tests.hostile import __main__ as command


def test_files_are_written_into_the_folder(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(command, "CASES", command.CASES[:1])
    monkeypatch.setattr(command, "COSTLY", ())

    command.main([str(tmp_path / "new")])

    assert [path.name for path in (tmp_path / "new").iterdir()] == [command.CASES[0].name]
    assert capsys.readouterr().out == f"1 files in {tmp_path / 'new'}\n"


def test_help_writes_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(SystemExit):
        command.main(["--help"])

    assert list(tmp_path.iterdir()) == []
