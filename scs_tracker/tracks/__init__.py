"""Compare vessel tracks with incidents: find positions near an incident, and encounters in large files."""
