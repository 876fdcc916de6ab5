import pytest

from docloft.search.text.phone_numbers import other_writings


@pytest.mark.parametrize(
    ("digits", "after_plus", "others"),
    [
        ("4935199887", True, ("035199887", "35199887")),
        ("004935199887", False, ("4935199887", "035199887", "35199887")),
        ("15551234567", True, ("05551234567", "5551234567")),
        ("74951234567", True, ("04951234567", "4951234567")),
        ("35312345678", True, ("012345678", "12345678")),
        ("4935199887", False, ()),
        ("035199887", True, ()),
        ("4912345", True, ()),
        ("35312345", True, ()),
        ("DE02120300000000", True, ()),
        ("0049" + "1" * 20, False, ()),
        ("491234567", True, ("01234567", "1234567")),
        ("35312345", False, ()),
        ("353123456", True, ("0123456", "123456")),
        ("351123456", True, ("0123456", "123456")),
        ("27123456", True, ("0123456", "123456")),
        ("71234567", True, ("01234567", "1234567")),
        ("7123456", True, ()),
        ("000491234567", False, ()),
    ],
)
def test_number_is_also_written_within_its_country(digits, after_plus, others):
    assert other_writings(digits, after_plus=after_plus) == others
