"""The rooms of this server: opened, found, woken, put to sleep, and brought forward in time."""
