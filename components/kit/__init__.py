"""The building blocks of panels."""
