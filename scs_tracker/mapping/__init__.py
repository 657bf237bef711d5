"""Incidents and claims on one offline HTML map."""
