"""What exported scripts hold as it stands: the training loop and what it uses."""
