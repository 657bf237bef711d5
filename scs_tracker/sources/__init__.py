"""Read reports: one module per format, from a path to reports and rejects."""
