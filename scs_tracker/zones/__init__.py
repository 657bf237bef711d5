"""Maritime claims: built from their sources, indexed, and asked what covers a point on a date."""
