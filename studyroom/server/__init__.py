"""The web server around the app, and what it needs of the machine it runs on."""
