"""Articles to proposed incidents, with evidence: rules and data, no network and no model downloads."""

from __future__ import annotations

from scs_tracker.extraction.explain import explain
from scs_tracker.extraction.extract import extract
from scs_tracker.extraction.proposal import Extraction, Proposal, as_batch

__all__ = ["Extraction", "Proposal", "as_batch", "explain", "extract"]
