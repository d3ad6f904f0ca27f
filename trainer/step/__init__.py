"""One step of one Objective: its loss, its gradients, its update, and where and how they are computed."""
