"""A room on your own server where people study together."""

__version__ = '0.1.0'
