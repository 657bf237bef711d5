"""Read files of reports: one module per format, each from a path to valid reports and rejected rows."""
