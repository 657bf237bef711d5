"""Extract proposed incidents, with evidence, from articles: a dependency parse, lexicon tables and a classifier.

For other rooms: ``propose(text, title=…, published=…, url=…, publisher=…, language=…)`` reads headline and text
together and returns an ``Extraction``. Its ``text`` is ``title``, a blank line and ``text`` (or the text alone where
it begins with the headline); all offsets count its characters. Each ``Proposal`` carries ``passages``: field to
start, end, basis (``stated``, ``relative``, ``published``, ``inferred``) and confidence. ``as_batch`` turns it
into reports for the ledger. ``maybe`` holds candidates too doubtful to propose; ``cells`` gives one as columns of the
codebook. Text that is not English gives no incident but ``mentions`` and ``lead``: ``as_lead`` turns it into a lead,
and ``suggest`` gives what a form may begin with.
``ParserMissingError`` says how to install what reading English needs (the extra ``articles``).
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
