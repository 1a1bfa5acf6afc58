"""Questions and answers as the templates show them."""

from typing import Any

from circles.needs.answer import Answers
from circles.needs.kind import KINDS, Kind, kind_of
from circles.needs.question import Question, Told
from circles.phrase import Phrase
from circles.web import say


def question_sets() -> list[dict[str, Any]]:
    """Every kind that asks something, with its questions."""
    return [question_set(kind) for kind in KINDS if kind.questions]


def question_set(kind: Kind) -> dict[str, Any]:
    """The questions of one kind: those that stand in the open, and the rest."""
    asked = [_question(kind, question) for question in kind.questions]
    return {
        "kind": kind.key,
        "label": say(kind.label),
        "first": [one for one in asked if one["comes_first"]],
        "more": [one for one in asked if not one["comes_first"]],
    }


def _question(kind: Kind, question: Question) -> dict[str, Any]:
    choices = [{"key": "", "label": say(question.unsaid)}] if question.choices else []
    choices += [{"key": one.key, "label": say(one.label)} for one in question.choices]
    return {
        "name": f"{kind.key}.{question.key}",
        "label": say(question.label),
        "type": question.type,
        "most": question.longest,
        "hint": say(question.hint) if question.hint else "",
        "choices": choices,
        "comes_first": question.comes_first,
    }


def answer_rows(kind: str, answers: Answers) -> list[dict[str, str]]:
    """What was answered, in the order of the questions; a yes has nothing beside its label."""
    return [
        {"label": say(question.label), "said": _said(question, answers[question.key])}
        for question in kind_of(kind).questions
        if question.key in answers
    ]


def answers_in_short(kind: str, answers: Answers) -> list[str]:
    """What has to be known before a yes: for four, never nuts, the time may move."""
    return [
        say(Phrase(question.in_short, said=question.say(answers[question.key])))
        for question in kind_of(kind).questions
        if question.in_short and question.key in answers
    ]


def _said(question: Question, told: Told) -> str:
    said = question.say(told)
    return say(said) if isinstance(said, Phrase) else said
