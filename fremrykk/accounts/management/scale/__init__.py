"""Synthetic people in any number, to try the program's size with: `manage.py seed_scale` and `make bench` fill by it."""
