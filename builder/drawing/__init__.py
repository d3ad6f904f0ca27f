"""The drawing as data: the document, its expressions, and problems with the edits that mend them. Knows no torch."""
