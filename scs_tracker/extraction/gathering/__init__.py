"""From deeds to incidents: what is one, when and where it was, and who else was there."""
