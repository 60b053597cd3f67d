"""The law's tests are many and quick: fewer random examples each, no deadline on a busy machine."""

from hypothesis import settings

settings.register_profile("law", max_examples=40, deadline=None)
settings.load_profile("law")
