"""The bench over a folder of documents compares what is suggested with what the folder says is true."""

import json
import sys

from bench import fact_quality

INVOICE = """Alder Birch Water plc
Mill Lane 3, Bristol

Invoice
Invoice number: RE-4711
Date: 3 March 2024

Total due: £1,234.56
"""


def test_folder_is_scored_by_its_truth(tmp_path, monkeypatch, capsys):
    truths = [
        {"file": "right.txt", "kind": "invoice", "date": "2024-03-03", "total": "1234.56", "currency": "GBP"}
        | {"number": "RE-4711", "sender": "Alder Birch Water plc"},
        {"file": "wrong.txt", "kind": "receipt", "date": "2024-03-04", "number": "unknown", "iban": "DE1"},
    ]
    for one in truths:
        (tmp_path / one["file"]).write_text(INVOICE)
    (tmp_path / "truth.jsonl").write_text("".join(json.dumps(one) + "\n" for one in truths))
    monkeypatch.setattr(sys, "argv", ["bench.fact_quality", str(tmp_path), "--wrong"])

    fact_quality.main()

    rows = [line.rsplit(maxsplit=4) for line in capsys.readouterr().out.splitlines()]
    scores = {row[0]: row[1:] for row in rows if len(row) == 5 and "%" in " ".join(row)}
    assert scores["date"] == ["50.0%", "50.0%", "2", "0"]
    assert scores["total"] == ["50.0%", "100.0%", "1", "1"]
    assert scores["sender"] == ["50.0%", "100.0%", "1", "1"]
    assert scores["kind"] == ["50.0%", "50.0%", "2", "0"]
    assert scores["invoice number"] == ["100.0%", "100.0%", "1", "0"]
    assert scores["IBAN"] == ["-", "0.0%", "1", "0"]
