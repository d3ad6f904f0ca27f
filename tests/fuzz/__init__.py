"""Nonsense by the thousand, from a seed: documents, requests and socket messages that no client of ours sends."""
