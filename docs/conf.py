"""How the site is built: ``make docs`` writes it to site/, and every warning is an error."""

from __future__ import annotations

import scs_tracker

project = "scs-tracker"
author = "scs-tracker contributors"
version = release = scs_tracker.__version__
html_title = f"scs-tracker {release}"

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["decisions/template.md"]
nitpicky = False
suppress_warnings = ["misc.highlighting_failure"]  # crontab and others have no lexer

# The papers are Markdown first, readable where they lie; links go to files and headings as GitHub writes them.
myst_heading_anchors = 4
myst_enable_extensions = ["deflist"]
nb_execution_mode = "off"
nb_merge_streams = True

autodoc_member_order = "groupwise"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_use_ivar = True

# Nothing is fetched, neither when the site is built nor when it is read.
html_theme = "furo"
html_show_copyright = False
html_show_sphinx = False
html_copy_source = False
html_static_path: list[str] = []
html_theme_options = {"navigation_with_keys": False}
