"""What is told in a sentence: clauses, acts, their roles, and how they are told."""
