"""What a process tells of its work: counted for Prometheus, said in logs that carry ids and no secrets."""
