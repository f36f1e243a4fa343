"""/docs: the REST calls in Swagger UI, from our own origin, without inline scripts."""

from __future__ import annotations

from studyroom.api.documents.page import Look, page

HERE = '/docs'
START = """// Draws /openapi.json, in the light that the other pages of this server have in this browser.
const chosen = document.documentElement.dataset.theme;
const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
document.documentElement.classList.toggle("dark-mode", dark);
SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#content",
  validatorUrl: null,
  deepLinking: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
});
"""
BODY = """<main id="content" class="docs__swagger"><noscript><p>This page needs JavaScript;
<a href="/openapi.json">the OpenAPI document</a> does not.</p></noscript></main>"""


def rest_page(look: Look) -> str:
    """Return the page."""
    scripts = (f'{look.base}/vendor/swagger-ui.js', f'{HERE}/start.js')
    return page(look, HERE, 'The REST calls', BODY, sheets=('vendor/swagger-ui.css',), scripts=scripts)
