"""The shipped data as a dataset: additions, quality, and citable releases."""
