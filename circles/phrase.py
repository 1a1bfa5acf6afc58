"""Sentences for people, made below the edges and spoken at them.

A rule or an announcement does not know who will read it, so it hands up a
`Phrase`: the English sentence and the values to fill in. Whoever shows it picks
the language. Extraction for the catalogues looks for `Phrase(`.
"""

from functools import cache
from pathlib import Path
from unicodedata import bidirectional

from babel.support import NullTranslations, Translations

CATALOGUES = Path(__file__).parent / "translations"


def N_(message: str) -> str:  # noqa: N802 - the usual name of the mark
    """Mark a sentence that is translated where it is shown."""
    return message


class Phrase:
    """An English sentence with `{named}` places, translated when it is said."""

    def __init__(self, message: str, **values: object) -> None:
        self.message = message
        self.values = values

    def say(self, locale: str = "en") -> str:
        """The sentence in `locale`, English where no translation is kept."""
        words = self._translated(_catalogue(locale))
        spoken = {
            name: value.say(locale) if isinstance(value, Phrase) else _isolated(value)
            for name, value in self.values.items()
        }
        return words.format(**spoken)

    def _translated(self, catalogue: NullTranslations) -> str:
        return catalogue.gettext(self.message)

    def __str__(self) -> str:
        return self.say()

    def __eq__(self, other: object) -> bool:
        """Two that are equal are said alike in every language."""
        return type(other) is type(self) and vars(other) == vars(self)

    def __hash__(self) -> int:
        return hash(self.message)

    def __repr__(self) -> str:
        return f"Phrase({str(self)!r})"


class Plural(Phrase):
    """A sentence that reads differently for one and for several. Each language has its own
    rule for which form goes with which number; extraction looks for `Plural(`."""

    def __init__(self, one: str, several: str, n: int, **values: object) -> None:
        super().__init__(one if n == 1 else several, **values)
        self.forms = (one, several, n)

    def _translated(self, catalogue: NullTranslations) -> str:
        return catalogue.ngettext(*self.forms)


def _isolated(value: object) -> object:
    """A name that is written from the right must not turn the sentence around it
    (Unicode Standard Annex 9, section 2.7: first strong isolate)."""
    turns = isinstance(value, str) and any(bidirectional(c) in ("R", "AL") for c in value)
    return f"\u2068{value}\u2069" if turns else value


@cache
def _catalogue(locale: str) -> NullTranslations:
    return Translations.load(str(CATALOGUES), [locale])
