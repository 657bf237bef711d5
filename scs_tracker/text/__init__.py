"""Read words, dates and URLs in the same way for all packages: text folding, lexicon, date reader, canonical URLs.

This package finds the phrases of the lexicon (geodata/lexicon) without a parser; ``articles`` adds dependency parsing.
"""
