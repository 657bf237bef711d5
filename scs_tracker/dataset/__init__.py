"""Maintain the shipped data: additions, quality checks, and citable releases."""
