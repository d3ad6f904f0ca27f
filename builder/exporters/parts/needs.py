"""What exported Python needs beside Python, in words."""


def needs(code: str) -> str:
    """What has to be installed, or to lie beside the file, so that the code runs."""
    if "sklearn" in code:
        return "torch and scikit-learn"
    if "def own_data(" in code:
        return "torch, numpy, and beside it the folder of its data, which Download gives"
    return "torch"
