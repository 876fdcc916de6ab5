"""The journal of the emulator: what was appended is read again, whatever the process was doing when it was killed."""

from local.journal import Journal


def test_entries_are_read_in_order_over_several_files_and_processes(tmp_path):
    first = Journal(tmp_path)
    first.append({"number": 1})
    first.begin_file()
    first.append({"number": 2})
    again = Journal(tmp_path)
    again.append({"number": 3})

    assert list(again.entries()) == [{"number": 1}, {"number": 2}, {"number": 3}]


def test_entry_that_was_cut_off_is_left_out(tmp_path):
    journal = Journal(tmp_path)
    journal.append(["whole"])
    [*_, newest] = sorted(tmp_path.iterdir())
    with newest.open("ab") as file:
        file.write(b'["cut o')

    later = Journal(tmp_path)
    later.append(["later"])

    assert list(later.entries()) == [["whole"], ["later"]]


def test_removed_files_are_gone_and_newer_ones_stay(tmp_path):
    journal = Journal(tmp_path)
    journal.append("old")
    ended = journal.begin_file()
    journal.append("new")

    journal.remove_through(ended)

    assert list(journal.entries()) == ["new"]
    assert list(Journal(tmp_path).entries()) == ["new"]


def test_number_of_a_removed_file_is_not_used_again(tmp_path):
    journal = Journal(tmp_path)
    ended = journal.begin_file()
    journal.remove_through(ended)

    assert journal.begin_file() > ended
