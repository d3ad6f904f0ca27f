"""How answers are made that feed on themselves: ONE WAY, ONE FILE."""
