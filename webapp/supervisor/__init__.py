"""One command starts everything, one Ctrl-C stops it: Valkey, migrations, worker, web."""
