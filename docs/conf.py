"""How Sphinx builds the documentation: Markdown pages, reference from docstrings, warnings are errors."""

from __future__ import annotations

import sys
from importlib.metadata import version as installed_version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "zhengwu"
author = "The zhengwu maintainers"
project_copyright = "the zhengwu maintainers"
release = version = installed_version("zhengwu")

extensions = ["myst_parser", "sphinx.ext.autodoc", "declared"]
exclude_patterns = ["_build"]
source_suffix = {".md": "markdown"}
root_doc = "index"
nitpicky = False
default_role = "code"  # `name` in a docstring is code
show_warning_types = True

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True, "undoc-members": True}
add_module_names = False
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 100

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "zhengwu 政务"
html_show_sourcelink = False
html_copy_source = False
