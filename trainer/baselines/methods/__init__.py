"""Classical methods: one method, one file."""
