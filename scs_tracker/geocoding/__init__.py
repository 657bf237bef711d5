"""Text to position with an honest uncertainty: names, expressions, resolving."""

from __future__ import annotations

from scs_tracker.geocoding.frame import geocode
from scs_tracker.geocoding.resolve import resolve_text

__all__ = ["geocode", "resolve_text"]
