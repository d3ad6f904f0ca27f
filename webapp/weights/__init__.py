"""Weights that are kept so that runs begin from them: of other runs, of files, of imported networks."""
