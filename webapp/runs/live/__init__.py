"""The live websocket of a run."""
