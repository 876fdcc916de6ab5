"""Words for languages, in English and German and in the language itself, and their codes of three letters, folded
(`text.folding`).
"""

LANGUAGES = {
    name: code
    for code, names in {
        "ar": "arabic arabisch ara",
        "bg": "bulgarian bulgarisch bul",
        "ca": "catalan katalanisch catala cat",
        "cs": "czech tschechisch cestina ces cze",
        "da": "danish danisch daenisch dansk dan",
        "de": "german deutsch deu ger",
        "el": "greek griechisch ell gre",
        "en": "english englisch eng",
        "es": "spanish spanisch espanol spa",
        "et": "estonian estnisch eesti est",
        "fa": "persian persisch farsi fas per",
        "fi": "finnish finnisch suomi fin",
        "fr": "french franzosisch franzoesisch francais fra fre",
        "he": "hebrew hebraisch hebraeisch heb",
        "hi": "hindi hin",
        "hr": "croatian kroatisch hrvatski hrv",
        "hu": "hungarian ungarisch magyar hun",
        "id": "indonesian indonesisch ind",
        "it": "italian italienisch italiano ita",
        "ja": "japanese japanisch \u65e5\u672c\u8a9e jpn",
        "ko": "korean koreanisch \ud55c\uad6d\uc5b4 kor",
        "la": "latin latein lateinisch lat",
        "lt": "lithuanian litauisch lietuviu lit",
        "lv": "latvian lettisch latviesu lav",
        "nl": "dutch niederlandisch niederlaendisch nederlands nld dut",
        "no": "norwegian norwegisch norsk nor",
        "pl": "polish polnisch polski pol",
        "pt": "portuguese portugiesisch portugues por",
        "ro": "romanian rumanisch rumaenisch romana ron rum",
        "ru": "russian russisch \u0440\u0443\u0441\u0441\u043a\u0438\u0438 rus",
        "sk": "slovak slowakisch slovencina slk slo",
        "sl": "slovenian slowenisch slovenscina slv",
        "sr": "serbian serbisch srpski srp",
        "sv": "swedish schwedisch svenska swe",
        "th": "thai thailandisch thailaendisch tha",
        "tr": "turkish turkisch tuerkisch turkce tur",
        "uk": "ukrainian ukrainisch ukr",
        "ur": "urdu urd",
        "vi": "vietnamese vietnamesisch vie",
        "zh": "chinese chinesisch \u4e2d\u6587 zho chi",
    }.items()
    for name in names.split()
}
