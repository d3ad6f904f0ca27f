"""A folder that is walked takes what belongs there, and says what does not."""

import pytest

from builder.kinds.exporter import Exporter
from builder.kinds.importer import Importer
from builder.registry.walk import every, keyed


def test_what_is_found_is_of_its_kind() -> None:
    assert all(isinstance(each, Exporter) for each in every("builder.exporters", "EXPORTER", Exporter))
    with pytest.raises(TypeError, match=r"builder\.exporters is not a Importer"):
        list(every("builder.exporters", "EXPORTER", Importer))


def test_no_key_stands_for_two() -> None:
    assert dict(keyed(["ab", "c"], str.upper)) == {"AB": "ab", "C": "c"}
    with pytest.raises(TypeError, match="'A': 'a' and 'A'"):
        keyed(["a", "b", "A"], str.upper)
