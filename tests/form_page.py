"""A page of ours as someone with a form in front of them takes it in."""

from html.parser import HTMLParser
from typing import Any

TICKED = frozenset({"radio", "checkbox"})
VOID = frozenset({"input", "meta", "link", "br", "img", "use", "path"})


class FormPage(HTMLParser):
    """`values` typed by field name, `errors` beside each field, `actions` of the forms, `words`."""

    def __init__(self, answer: Any) -> None:
        super().__init__()
        self.status: int = answer.status_code
        self.values: dict[str, str] = {}
        self.errors: dict[str, str] = {}
        self.actions: list[str] = []
        self.described: dict[str, str] = {}
        self.words = ""
        self.key = ""
        self._open: list[tuple[str, dict[str, str]]] = []
        self.feed(answer.get_data(as_text=True))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag not in VOID:
            self._open.append((tag, given))
        if tag == "form":
            self.actions.append(given.get("action", ""))
        self._describe(tag, given)
        self._take(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if any(tag == opened for opened, _ in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if any(tag in ("script", "style", "title") for tag, _ in self._open):
            return
        tag, given = self._open[-1] if self._open else ("", {})
        if tag == "textarea":
            typed = self.values[given["name"]] + data
            self.values[given["name"]] = typed.removeprefix("\n")  # as browsers do
            return
        self.words += data
        for _, around in self._open:
            if around.get("id", "").endswith("-error"):
                field = around["id"].removesuffix("-error")
                self.errors[field] = (self.errors.get(field, "") + data).strip()

    def _describe(self, tag: str, given: dict[str, str]) -> None:
        for name in given.get("aria-describedby", "").split():
            if name.endswith("-error"):
                self.described[name.removesuffix("-error")] = given.get("name", tag)

    def _take(self, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if name == "idempotency_key":
            self.key = given["value"]  # which nobody types
            return
        if name == "sheet":  # behind the plus of every page, and in no form
            return
        if tag == "textarea":
            self.values[name] = ""
        elif tag == "input" and name and (given.get("type") not in TICKED or "checked" in given):
            self.values[name] = given.get("value", "")
        elif tag == "option" and "selected" in given:
            self.values[self._select()] = given.get("value", "")

    def _select(self) -> str:
        return next(given["name"] for tag, given in reversed(self._open) if tag == "select")
