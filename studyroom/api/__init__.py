"""The open API: other programs sit in the same rooms, over REST and WebSocket. No second path to change a room."""
