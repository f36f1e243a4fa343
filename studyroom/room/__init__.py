"""The glossary: what a room is, one file a noun. Standard library only."""
