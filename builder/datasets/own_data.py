"""OwnData: anybody's own table, pictures, sounds or texts, read from a folder with a schema."""

from builder.kinds.own_data import OwnData

DATASET = OwnData()
