"""Checks of drawings, in processes of their own: no drawing, however large, holds up a page."""
