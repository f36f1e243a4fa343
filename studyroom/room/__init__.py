"""The glossary: what a room is, with one file for each noun. Standard library only."""
