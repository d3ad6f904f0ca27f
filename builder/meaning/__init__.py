"""What the signals of a drawing mean, and what is wrong with a drawing whose shapes all fit."""
