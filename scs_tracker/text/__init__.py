"""Words, dates and addresses as every room reads them: one fold, one date reader, one form of an address.

The lexicon (geodata/lexicon) is cut out of a text here without a parser; articles add a parse, tables read cells.
"""
