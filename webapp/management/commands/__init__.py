"""What ``manage.py`` can do beside what Django brings."""
