"""Answers in a form. Its fields are named by kind and question, `meal.eaters`, because a form
may hold the questions of every kind; only those of the kind that was chosen are read."""

from collections.abc import Mapping
from typing import Any

from circles.needs.answer import Answers
from circles.needs.kind import KIND_KEYS, kind_of
from circles.needs.question import Question

ANSWERS = "answers."
"""What the schema's name of an answer begins with."""
MOST_DIGITS = 9


def answers_in(form: Mapping[str, str], kind: str) -> dict[str, Any]:
    """What `answers_schema(kind)` loads: every question of this kind, empty where left open."""
    if kind not in KIND_KEYS:
        return {}
    return {
        question.key: _typed(question, form.get(f"{kind}.{question.key}", "").strip())
        for question in kind_of(kind).questions
    }


def form_of(kind: str, answers: Answers) -> dict[str, str]:
    """The fields that these answers fill in."""
    questions = {question.key: question for question in kind_of(kind).questions}
    return {f"{kind}.{key}": questions[key].write(told) for key, told in answers.items()}


def own_name(path: str, kind: str) -> str:
    """The form's own name for a field of the schema."""
    return f"{kind}.{path.removeprefix(ANSWERS)}" if path.startswith(ANSWERS) else path


def _typed(question: Question, typed: str) -> int | bool | str | None:
    if question.type == "flag":
        return bool(typed)
    if question.type == "number" and not typed:
        return None
    if question.type == "number" and typed.isascii() and typed.isdigit():
        return int(typed) if len(typed) <= MOST_DIGITS else typed
    return typed
