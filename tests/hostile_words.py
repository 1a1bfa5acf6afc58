"""Two hundred things somebody may type into a field, by accident or on purpose."""

SCRIPTS = (
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "<svg/onload=alert(1)>",
    "<!-- ",
    "-->",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "${7*7}",
    "%(name)s",
    "{name}",
    "%s%s%n",
    "&lt;b&gt;",
    "\\u003cscript\\u003e",
    "'; DROP TABLE person; --",
    "Robert'); DROP TABLE person;--",
    "../../../etc/passwd",
    "a\r\nSet-Cookie: x=1",
)
BIDI = tuple(
    f"Sam{mark}{end}"
    for mark in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u202c\u2069\u200e\u200f\u061c"
    for end in ("", "maS", "\u202c", "\u2069")
)
INVISIBLE = tuple(
    f"Ru{mark}th" for mark in "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u115f\u3164\u2800\uffa0"
)
BLANK = (" ", "\t", "\u00a0", "\u3000", "\u200b", "\u2800", "\u3164", "\u200d\u200d", "\u2028", "")
CONTROL = tuple(f"a{chr(code)}b" for code in (*range(32), 127, *range(0x80, 0x8C)))
STACKED = tuple("Z" + chr(0x300 + n) * many for n in range(0, 40, 8) for many in (3, 40, 400))
LONG = ("a" * 61, "a" * 10_000, "💛" * 10_000, "ﷺ" * 2_500, "w " * 5_000)
LOOKALIKES = (
    "Ѕam",
    "Sаm",
    "Ꮪam",
    "S\u0430m",
    "𝐒𝐚𝐦",
    "Ｓａｍ",
    "Sam ",
    " Sam",
    "SAM",
    "Sam\u0301",
    "5am",
    "Sаm (Coordinator)",
)
SCRIPTS_OF_THE_WORLD = (
    "שרה",
    "محمد",
    "עברית 123 English",
    "علی‌رضا",
    "क्‍षा",
    "ゆき",
    "서연",
    "李雷",
    "Nguyễn Thị Ánh",
    "Đặng",
    "Þórunn",
    "Ọládélé",
    "ສົມ",
    "ภูมิ",
    "ᏣᎳᎩ",
    "👩🏽‍🤝‍👨🏿",
    "🏴󠁧󠁢󠁷󠁬󠁳󠁿",
    "O’Neil-d’Arc",
    "X Æ A-12",
    "null",
    "undefined",
    "None",
    "true",
    "0",
    "-1",
    "1e309",
    "NaN",
    "[]",
    "[object Object]",
    "🧑‍🧑‍🧒‍🧒",
    "1️⃣",
    "˙uɐS",
    "S̲a̲m̲",
    "ſam",
    "ß",
    "İ",
    "K",
    "=1+1",
    "@here",
)
HOSTILE = tuple(
    dict.fromkeys(
        (
            *SCRIPTS,
            *BIDI,
            *INVISIBLE,
            *BLANK,
            *CONTROL,
            *STACKED,
            *LONG,
            *LOOKALIKES,
            *SCRIPTS_OF_THE_WORLD,
        )
    )
)
