"""Words for days and periods, in English and German, folded (`text.folding`)."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janner jaenner",
            "february feb februar feber",
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
    "ubermorgen": 2, "uebermorgen": 2, "day before yesterday": -2, "day after tomorrow": 2,
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon montag mo",
            "tuesday tue tues dienstag di",
            "wednesday wed weds mittwoch mi",
            "thursday thu thurs donnerstag do",
            "friday fri freitag fr",
            "saturday sat samstag sonnabend sa",
            "sunday sun sonntag so",
        )
    )
    for name in names.split()
}
SHIFTS = {
    word + ending: shift
    for words, endings, shift in (
        ("this current", ("",), 0),
        ("last previous", ("",), -1),
        ("next coming", ("",), 1),
        ("dies aktuell laufend", ("e", "er", "en", "es", "em"), 0),
        ("letzt vorig vergangen", ("e", "er", "en", "es", "em"), -1),
        ("vorletzt", ("e", "er", "en", "es", "em"), -2),
        ("nachst naechst kommend", ("e", "er", "en", "es", "em"), 1),
        ("ubernachst uebernaechst", ("e", "er", "en", "es", "em"), 2),
    )
    for word in words.split()
    for ending in endings
}
PERIODS = {"vorjahr": "last year", "vormonat": "last month", "vorwoche": "last week", "heuer": "this year"}
UNITS = {
    "day": "day", "tag": "day", "week": "week", "woche": "week", "month": "month", "monat": "month",
    "quarter": "quarter", "quartal": "quarter", "year": "year", "jahr": "year",
    "weekend": "weekend", "wochenende": "weekend",
}  # fmt: skip
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "ein": 1, "eine": 1, "einem": 1, "einen": 1, "einer": 1, "eines": 1, "two": 2, "zwei": 2,
    "three": 3, "drei": 3, "four": 4, "vier": 4, "five": 5, "funf": 5, "fuenf": 5, "six": 6, "sechs": 6, "seven": 7,
    "sieben": 7, "eight": 8, "acht": 8, "nine": 9, "neun": 9, "ten": 10, "zehn": 10, "eleven": 11, "elf": 11,
    "twelve": 12, "zwolf": 12, "zwoelf": 12,
}  # fmt: skip

ORDINALS = {
    "first": 1, "erste": 1, "second": 2, "zweite": 2, "third": 3, "dritte": 3, "fourth": 4, "vierte": 4,
}  # fmt: skip
