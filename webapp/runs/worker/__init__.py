"""The worker's side: runs in its memory, advanced slice by slice."""
