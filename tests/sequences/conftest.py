"""How many sequences are played."""

from hypothesis import settings

settings.register_profile("long", max_examples=500)
