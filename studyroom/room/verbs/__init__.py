"""What people do in a room, one file for each noun; Room puts them together."""
