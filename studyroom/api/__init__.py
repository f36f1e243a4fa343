"""The open API: other programs take part in the same rooms, over REST and WebSocket, through the same verbs."""
