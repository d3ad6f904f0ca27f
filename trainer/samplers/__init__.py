"""How a network that was taught to make things makes some: ONE WAY, ONE FILE."""
