"""Maintain the shipped data: merge additions, check quality, and build citable releases."""
