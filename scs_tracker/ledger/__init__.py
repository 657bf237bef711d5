"""Reports become incidents, and every change is a revision."""
