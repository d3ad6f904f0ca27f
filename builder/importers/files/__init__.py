"""Every file format that can be imported: one file each, with its ``IMPORTER``."""
