"""ONNX models as torch modules: nothing of a file is executed, its operations are looked up and called."""
