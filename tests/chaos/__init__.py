"""A site that is used and harmed at once: people draw, runs train, and something is killed, stopped, locked or filled.

`rounds` plays it; `tests/platform/test_chaos.py` plays a little of it, ``script/chaos`` as much as is asked for.
"""
