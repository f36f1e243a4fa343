"""Documents for writing a client: OpenAPI, AsyncAPI, and pages generated from the models that are served."""
