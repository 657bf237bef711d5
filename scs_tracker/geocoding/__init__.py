"""Geocode place descriptions: find names, distances and directions, and compute a position with its uncertainty."""

from __future__ import annotations

from scs_tracker.geocoding.frame import geocode
from scs_tracker.geocoding.places import places
from scs_tracker.geocoding.resolve import resolve_text
from scs_tracker.geocoding.shapes import ANSWER_FIELDS, as_answer, shape, shapes, with_answers

__all__ = ["ANSWER_FIELDS", "as_answer", "geocode", "places", "resolve_text", "shape", "shapes", "with_answers"]
