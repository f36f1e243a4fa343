"""What a stranger reads to write a client: OpenAPI, AsyncAPI, and pages made from the very models that are served."""
