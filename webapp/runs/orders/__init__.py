"""What owners ask of runs: that one be made, changed, paused, ended, forgotten."""
