"""How each operation of ONNX is computed with torch: one file a family, each with its ``FAMILY``."""
