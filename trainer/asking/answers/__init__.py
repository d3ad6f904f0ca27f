"""Kinds of answers: one way of telling what a network answers, one file."""
