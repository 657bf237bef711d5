"""The lexicon: words for acts, parties and tellings, data in geodata/lexicon, cut out of a text without a parser.

Articles read sentences with it and a parse; tables of people read cells with it alone.
"""
