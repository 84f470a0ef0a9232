"""Every sentence a person reads, as templates for ``str.format``; no logic, no imports.

One module for each part of the work, so that wording can be read and mended in one place.
"""
