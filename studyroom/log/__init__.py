"""Where a room's facts are kept: the one place that makes them durable."""
