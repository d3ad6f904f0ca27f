"""The TypeScript types are those of the Python types of today."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(
    not (ROOT / "node_modules").is_dir() or shutil.which("node") is None,
    reason="needs Node and node_modules, which script/test sets up",
)
def test_generated_typescript_is_what_script_types_writes_today(tmp_path: Path) -> None:
    fresh = tmp_path / "generated.ts"
    subprocess.run(
        [ROOT / "script" / "types", fresh],
        check=True,
        cwd=ROOT,
        env={"PATH": _path_with_node(), "PYTHON": sys.executable},
    )
    stored = ROOT / "static" / "src" / "types" / "generated.ts"
    assert fresh.read_text() == stored.read_text(), "run script/types and commit what it writes"


def _path_with_node() -> str:
    node = shutil.which("node")
    assert node is not None
    return f"{Path(node).parent}:/usr/bin:/bin"
