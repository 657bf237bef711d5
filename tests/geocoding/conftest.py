from __future__ import annotations

from hypothesis import settings

# The first text of a process builds the lexicon; how long that takes says nothing about the text.
settings.register_profile("geocoding", deadline=None)
settings.load_profile("geocoding")
