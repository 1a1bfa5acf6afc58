"""Letters are written from templates, three for each: `templates/mail/<name>/`."""

from flask import current_app
from flask_babel import force_locale

from circles.mail import Letter


def write_letter(to: str, name: str, language: str, **words: object) -> Letter:
    """The letter of this name in this language. Knows no request: the worker writes."""
    address = current_app.config["CIRCLES"].base_url
    with force_locale(language):
        subject, text, html = (
            current_app.jinja_env.get_template(f"mail/{name}/{part}").render(
                server=address, language=language, **words
            )
            for part in ("subject.txt", "body.txt", "body.html")
        )
    return Letter(to=to, subject=" ".join(subject.split()), text=text, html=html)
