"""Sentences composed from the fields of an incident, in the language of the reader."""

from scs_tracker.sentences.incident import incident_sentence
from scs_tracker.sentences.language import languages, use_language

__all__ = ["incident_sentence", "languages", "use_language"]
