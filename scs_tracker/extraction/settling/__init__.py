"""From acts to deeds: whose side everybody is on, and what is held back."""
