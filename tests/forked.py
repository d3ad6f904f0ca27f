"""Runs scripts one after the other, each in a fork of this process: torch is imported once, and nothing of ours.

Nothing is computed here: torch has no thread yet that a fork would miss, and OpenBLAS starts its own anew.
Started by ``tests.alone`` as ``python -I``. A line of JSON asks, a line of JSON answers; it ends with its input.
"""

import atexit
import json
import os
import runpy
import sys
import traceback
from pathlib import Path

import sklearn.datasets  # noqa: F401
import torch._dynamo  # noqa: F401  # an optimizer's first step imports it


def run(file: str, said: str, complained: str) -> int:
    """What `python FILE` does, in its folder."""
    for path, stream in ((said, 1), (complained, 2)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), stream)
    os.chdir(Path(file).parent)
    sys.argv, sys.path[:0] = [Path(file).name], [str(Path(file).parent)]
    code = 0
    try:
        runpy.run_path(file, run_name="__main__")
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        traceback.print_exc()
        code = 1
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def main() -> None:
    for line in sys.stdin:
        child = os.fork()
        if not child:
            os._exit(run(*json.loads(line)))
        print(json.dumps(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])), flush=True)


if __name__ == "__main__":
    main()
