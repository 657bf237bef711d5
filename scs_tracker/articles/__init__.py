"""Extract proposed incidents, with evidence, from articles: a dependency parse, lexicon tables and a classifier.

``propose`` reads headline and text together and returns an ``Extraction``, which ``as_batch`` converts to reports for
the ledger. Its ``maybe`` lists candidates that are too doubtful to propose; ``cells`` returns one as columns of the
codebook. A text that is not in English gives ``mentions`` and ``lead`` instead of incidents: ``as_lead`` converts it to
a lead, and ``suggest`` returns initial values for a form. English texts need the optional extra ``articles``.
"""

from __future__ import annotations

from scs_tracker.articles.explain import explain
from scs_tracker.articles.extract import extract, propose
from scs_tracker.articles.leads import suggest
from scs_tracker.articles.parse import ParserMissingError
from scs_tracker.articles.proposal import Extraction, Proposal, as_batch, as_lead, cells

__all__ = [
    "Extraction", "ParserMissingError", "Proposal", "as_batch", "as_lead", "cells", "explain", "extract", "propose",
    "suggest",
]  # fmt: skip
