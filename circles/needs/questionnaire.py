"""The few questions of each kind; every one may be left open."""

from circles.needs.question import Choice, Question
from circles.phrase import N_, Phrase

MOST_EATERS = 40
"""Everyone a circle may hold, at one table."""
LIST_LENGTH = 1000

NO_REPLY = Question(
    "no_reply",
    Phrase("No reply needed"),
    "flag",
    hint=Phrase("I may be quiet, and you need not write."),
)
DOOR = Question(
    "door",
    Phrase("At the door"),
    "choice",
    choices=(
        Choice("ring", Phrase("Please ring")),
        Choice("leave", Phrase("Leave it at the door")),
    ),
)

MEAL = (
    Question(
        "eaters",
        Phrase("How many eat"),
        "number",
        MOST_EATERS,
        in_short=N_("for {said}"),
        comes_first=True,
    ),
    Question(
        "never",
        Phrase("Never"),
        hint=Phrase("Allergies, and what must not be in it. Whoever sees this ask sees it."),
        in_short=N_("never: {said}"),
        comes_first=True,
    ),
    Question("rather_not", Phrase("Rather not")),
    Question("bring_when", Phrase("When to bring it")),
    DOOR,
    Question(
        "dishes",
        Phrase("The dishes"),
        "choice",
        choices=(
            Choice("back", Phrase("You get them back")),
            Choice("keep", Phrase("Nothing to give back, please")),
        ),
    ),
    NO_REPLY,
)

RIDE = (
    Question(
        "from",
        Phrase("From where"),
        hint=Phrase("Both places are seen only by whoever says yes, until that day has passed."),
        is_private=True,
        comes_first=True,
    ),
    Question("to", Phrase("Where to"), is_private=True, comes_first=True),
    Question(
        "back",
        Phrase("The way back"),
        "choice",
        choices=(
            Choice("yes", Phrase("Yes, please")),
            Choice("no", Phrase("No need")),
            Choice("maybe", Phrase("Maybe")),
        ),
        unsaid=Phrase("Not said"),
    ),
    Question("waiting", Phrase("Please wait for me there"), "flag"),
    Question("wheelchair", Phrase("A wheelchair comes along"), "flag"),
    Question("child_seat", Phrase("A child seat is needed"), "flag"),
    Question("may_move", Phrase("The time may move"), "flag", in_short=N_("the time may move")),
    NO_REPLY,
)

PRESENCE = (
    Question(
        "how",
        Phrase("How"),
        "choice",
        choices=(
            Choice("sit", Phrase("Sit with me")),
            Choice("call", Phrase("Call me")),
            Choice("write", Phrase("Write to me")),
            Choice("mind", Phrase("Hold me in mind")),
        ),
        unsaid=Phrase("Any of these"),
        in_short=N_("{said}"),
        comes_first=True,
    ),
    Question("nothing_to_do", Phrase("There is nothing to do"), "flag"),
    NO_REPLY,
)

CHILDCARE = (Question("ages", Phrase("How old"), comes_first=True), NO_REPLY)

ERRAND = (
    Question("list", Phrase("The list"), "lines", LIST_LENGTH, comes_first=True),
    Question("where", Phrase("Where")),
    DOOR,
    NO_REPLY,
)

HANDS = (
    Question("how_long", Phrase("How long it takes"), comes_first=True),
    Question("tools", Phrase("Tools")),
    NO_REPLY,
)

LEND = (
    Question("thing", Phrase("The thing"), comes_first=True),
    Question("until", Phrase("Until when")),
    NO_REPLY,
)

OTHER = (NO_REPLY,)

BY_KEY = {
    question.key: question
    for questions in (MEAL, RIDE, PRESENCE, CHILDCARE, ERRAND, HANDS, LEND, OTHER)
    for question in questions
}
"""Kinds that ask the same ask it in the same words."""
