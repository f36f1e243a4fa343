"""The parts of a room page. A panel never imports another panel."""
