"""Enhetsregisteret, asked over HTTP."""
