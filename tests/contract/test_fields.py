"""A document field needs an attribute of the table and a field of the representation; nothing else lists fields."""

import re
import shutil

from tests.conftest import ROOT
from tests.contract.toys import require_pass

TABLE = "docloft/tables/documents.py"
REPRESENTATION = "docloft_api/representations/document.py"
EDIT = "docloft_api/features/archive/schemas.py"


def insert(path, before, line):
    """Adds a line above the only one that begins with `before`."""
    text = path.read_text()
    [found] = re.findall(f"^{re.escape(before)}.*\n", text, re.MULTILINE)
    path.write_text(text.replace(found, line + found))


def test_field_needs_one_attribute_and_one_schema_field_and_a_third_line_to_be_editable(tmp_path):
    shutil.copytree(ROOT / "packages/shared/src", tmp_path, dirs_exist_ok=True)
    shutil.copytree(ROOT / "services/api/docloft_api", tmp_path / "docloft_api")
    insert(tmp_path / TABLE, "    created_at = ", "    toy = UnicodeAttribute(null=True)\n")
    insert(tmp_path / REPRESENTATION, "    created_at = ", "    toy = fields.String(required=True, allow_none=True)\n")
    insert(tmp_path / EDIT, "    document_date = ", "    toy = DayField(allow_none=True)\n")

    require_pass("life_of_a_toy_field", [tmp_path, "."])
