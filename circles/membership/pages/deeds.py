"""How the log of looking after a circle reads."""

from flask_babel import gettext
from markupsafe import Markup, escape


def sentence_of(deed: str, actor: str | None, person: str | None) -> Markup:
    """One entry as a sentence; names keep their own direction."""
    sentences = {
        "invited": gettext("%(actor)s invited someone."),
        "withdrew_invitation": gettext("%(actor)s took an invitation back."),
        "welcomed": gettext("%(actor)s welcomed %(person)s."),
        "declined": gettext("%(actor)s told someone at the door “not now”."),
        "left": gettext("%(actor)s left."),
        "removed": gettext("%(actor)s removed %(person)s."),
        "made_coordinator": gettext("%(actor)s let %(person)s look after the circle."),
        "stepped_down": gettext("%(actor)s stepped down from looking after the circle."),
        "re_entry": gettext("%(actor)s made a link that lets %(person)s back in."),
        "changed_circle": gettext("%(actor)s changed the circle’s settings."),
        "proposed_closing": gettext("%(actor)s proposed to close the circle."),
        "withdrew_closing": gettext("%(actor)s said that the circle stays."),
    }
    run_by = gettext("Someone outside the circle") if deed == "re_entry" else gettext("Someone")
    names = {"actor": _name(actor, run_by), "person": _name(person, gettext("someone"))}
    return Markup(escape(sentences[deed])) % names  # noqa: S704 - escaped on this line


def _name(name: str | None, otherwise: str) -> Markup:
    return Markup("<bdi>{}</bdi>").format(name or otherwise)
