"""Read words, dates and URLs for all packages: one folding, one date reader, one canonical URL.

The lexicon (geodata/lexicon) is cut out of a text here without a parser; articles add a parse, tables read cells.
"""
