"""The dialogs of a room page."""
