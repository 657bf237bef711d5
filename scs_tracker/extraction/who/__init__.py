"""Who is named in a sentence: countries, services, and what they sail or fly in."""
