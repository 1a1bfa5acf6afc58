"""What the questions of a kind may be answered with: one schema per kind serves the form, JSON
and OpenAPI."""

from functools import cache
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from circles.needs.kind import KIND_KEYS, KINDS, Kind, kind_of
from circles.needs.question import Question
from circles.phrase import N_, Phrase
from circles.typed import Prose, Words


class Number(fields.Integer):
    """A whole number from 1 to `most`."""

    def __init__(self, most: int) -> None:
        super().__init__(allow_none=True, metadata={"minimum": 1, "maximum": most})
        self.most = most

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if type(value) is not int or not 1 <= value <= self.most:
            raise ValidationError([Phrase("Say a number from 1 to {most}.", most=self.most)])
        return value


class OneOfThese(fields.String):
    """The key of one of the choices."""

    def __init__(self, question: Question) -> None:
        wrong = N_("Please choose one of these.")
        keys = [choice.key for choice in question.choices]
        super().__init__(
            allow_none=True,
            validate=validate.OneOf(["", *keys], error=wrong),
            error_messages={"invalid": wrong, "invalid_utf8": wrong},
        )


class Flag(fields.Boolean):
    """Yes, or not."""

    truthy, falsy = {True}, {False}
    default_error_messages = {"invalid": N_("Please say yes or no.")}


class AnswersSchema(Schema):
    """Answers to the questions of one kind, each of them optional."""

    error_messages = {
        "unknown": N_("This kind of ask has no such question."),
        "type": N_("Please give an answer to each question by its name."),
    }


@cache
def answers_schema(kind: str) -> type[Schema]:
    """The schema of the answers to this kind's questions; null or nothing takes one back."""
    found = {question.key: _field(question) for question in kind_of(kind).questions}
    return AnswersSchema.from_dict(found, name=f"{kind.capitalize()}AnswersSchema")


def _field(question: Question) -> fields.Field[Any]:
    match question.type:
        case "number":
            return Number(question.longest)
        case "choice":
            return OneOfThese(question)
        case "flag":
            return Flag(allow_none=True)
        case "lines":
            return Prose(question.longest, blank=True, allow_none=True)
        case _:
            return Words(question.longest, blank=True, allow_none=True)


class Answered(fields.Field[dict[str, Any]]):
    """Answers, by question. Which questions there are depends on the kind: of the ask that is
    sent along, or the one given here."""

    default_error_messages = {"null": N_("Please give an answer to each question by its name.")}

    def __init__(self, kind: str | None = None, **kwargs: Any) -> None:
        super().__init__(metadata={"anyOf": [_described(kind) for kind in KINDS]}, **kwargs)
        self.kind = kind

    def _deserialize(
        self, value: Any, attr: str | None, data: Any, **kwargs: Any
    ) -> dict[str, Any]:
        kind = self.kind or data.get("kind")
        if kind not in KIND_KEYS:
            return {}  # that is wrong already, and said beside the kind
        loaded: dict[str, Any] = answers_schema(kind)().load(value)
        return loaded

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return value


class Unread(Answered):
    """Answers to an ask that is not known yet; `words_schema` reads them once it is."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        return value


def _described(kind: Kind) -> dict[str, Any]:
    """As JSON Schema."""
    return {
        "type": "object",
        "title": kind.key,
        "properties": {question.key: _property(question) for question in kind.questions},
        "additionalProperties": False,
    }


def _property(question: Question) -> dict[str, Any]:
    about = {"description": str(question.label)}
    match question.type:
        case "number":
            return {"type": ["integer", "null"], "minimum": 1, "maximum": question.longest, **about}
        case "choice":
            return {"enum": [*(choice.key for choice in question.choices), "", None], **about}
        case "flag":
            return {"type": ["boolean", "null"], **about}
        case _:
            return {"type": ["string", "null"], "maxLength": question.longest, **about}
