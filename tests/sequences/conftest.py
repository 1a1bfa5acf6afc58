"""How many sequences are played."""

from hypothesis import settings

settings.register_profile("long", settings.default, max_examples=500)
