"""What a visitor sees before and after a room: its list, its door, its end."""
