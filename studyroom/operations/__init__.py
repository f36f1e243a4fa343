"""What operators watch: health, metrics, request ids, the access log."""
