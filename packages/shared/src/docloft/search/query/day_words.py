"""Words for days and periods, in English and German, folded (`text.folding`)."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janner jaenner",
            "february feb februar",
            "march mar marz maerz mrz",
            "april apr",
            "may mai",
            "june jun juni",
            "july jul juli",
            "august aug",
            "september sep sept",
            "october oct oktober okt",
            "november nov",
            "december dec dezember dez",
        ),
        1,
    )
    for name in names.split()
}
DAYS = {
    "today": 0, "heute": 0, "yesterday": -1, "gestern": -1, "tomorrow": 1, "morgen": 1, "vorgestern": -2,
    "ubermorgen": 2, "uebermorgen": 2,
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon montag",
            "tuesday tue dienstag",
            "wednesday wed mittwoch",
            "thursday thu donnerstag",
            "friday fri freitag",
            "saturday sat samstag sonnabend",
            "sunday sun sonntag",
        )
    )
    for name in names.split()
}
SHIFTS = {
    "this": 0, "diese": 0, "dieser": 0, "diesen": 0, "dieses": 0, "diesem": 0, "last": -1, "letzte": -1, "letzter": -1,
    "letzten": -1, "letztes": -1, "letztem": -1, "previous": -1, "vorige": -1, "voriger": -1, "vorigen": -1,
    "voriges": -1, "vorigem": -1, "next": 1, "nachste": 1, "nachster": 1, "nachsten": 1, "nachstes": 1, "nachstem": 1,
    "naechste": 1, "naechster": 1, "naechsten": 1, "naechstes": 1, "naechstem": 1,
}  # fmt: skip
UNITS = {
    "day": "day", "tag": "day", "week": "week", "woche": "week", "month": "month", "monat": "month",
    "quarter": "quarter", "quartal": "quarter", "year": "year", "jahr": "year",
}  # fmt: skip
UNIT_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}

ORDINALS = {
    "first": 1, "erste": 1, "second": 2, "zweite": 2, "third": 3, "dritte": 3, "fourth": 4, "vierte": 4,
}  # fmt: skip
