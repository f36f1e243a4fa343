"""What whoever runs the server watches: health, metrics, request ids, the access log."""
