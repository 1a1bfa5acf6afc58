"""Sentences are made below the edges and spoken at them."""

from circles.phrase import Phrase


def test_a_phrase_is_its_english_sentence():
    assert str(Phrase("Ask for 1 to {most} people.", most=20)) == "Ask for 1 to 20 people."


def test_a_phrase_within_a_phrase_is_spoken_with_it():
    inner = Phrase("{day} afternoon", day="Sunday")
    assert Phrase("{kind}, {when}", kind="A meal", when=inner).say() == "A meal, Sunday afternoon"


def test_what_a_person_wrote_is_never_taken_for_a_place_to_fill():
    title = "{name} {0} {title.__class__} %s"
    assert str(Phrase("{name} asks: {title}", name="Ruth", title=title)) == f"Ruth asks: {title}"


def test_a_language_without_a_catalogue_is_english():
    assert Phrase("any time").say("fi") == "any time"


def test_phrases_are_equal_when_words_and_values_are():
    assert Phrase("{a}", a=1) == Phrase("{a}", a=1)
    assert hash(Phrase("{a}", a=1)) == hash(Phrase("{a}", a=1))
    assert Phrase("{a}", a=1) != Phrase("{a}", a=2)
    assert Phrase("1") != "1"
