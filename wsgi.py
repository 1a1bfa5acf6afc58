"""For a WSGI server that is started by hand: `gunicorn wsgi:app`."""

from circles import create_app

app = create_app()
