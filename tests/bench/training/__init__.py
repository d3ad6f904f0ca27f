"""Training speed: our own path against hand-written loops and other programs, on six workloads.

``script/bench`` installs the other programs and runs ``python -m tests.bench.training``; see docs/training-bench.md.
"""
