"""Reports come in: one module a format, path to reports and rejects."""
