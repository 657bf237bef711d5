"""The words of articles: sentences, the lexicon as data, and the forms in which it stands."""
