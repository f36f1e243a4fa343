"""The web server around the app, and what it needs from the machine."""
