"""What other programs rely on: messages, schemas, bounds and refusals."""
