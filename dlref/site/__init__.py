"""What only the building of the site needs: its math font, its inventory, its figures, its lists.

Run `python -m dlref.site` before a build: it writes the files that are made from installed
packages and therefore not kept in the repository.
"""
