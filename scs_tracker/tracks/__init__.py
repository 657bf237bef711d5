"""Vessel tracks compared with incidents: positions near an incident, and encounters in large files."""
