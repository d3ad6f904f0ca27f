"""What exported Python needs beside Python, in words."""

from builder.drawing.document import Training
from builder.folder.weights import name_beside


def needs(code: str, training: Training) -> str:
    """What has to be installed, or to lie beside the file, so that the code runs."""
    installed = ["torch"]
    installed += ["scikit-learn"] if "sklearn" in code else []
    installed += ["pillow"] if "load_sample_images" in code else []
    installed += ["numpy"] if "def own_data(" in code else []
    installed += ["safetensors"] if training.begins_from else []
    beside = ["the folder of its data, which Download gives"] if "def own_data(" in code else []
    beside += [name_beside(each.weights) for each in training.begins_from]
    words = _listed(installed)
    return f"{words}, and beside it {_listed(beside)}" if beside else words


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
