"""What a watcher may look at while a network learns: one file each, run only while somebody looks."""
