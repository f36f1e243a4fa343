"""What a browser draws of a template is what `render` draws of the row."""

from __future__ import annotations

from playwright.async_api import Page, expect

from components.kit.template import render
from tests.browser.gallery_server import Gallery
from tests.browser.samples import SAMPLE_SEAT, SAMPLES, draw_no_sample, draw_sample

TREE = """(element) => {
  const read = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    const attributes = [...node.attributes].filter(({ name }) => name !== "data-key")
      .map(({ name, value }) => `${name}=${name === "href" ? value.replace(/^.*icons\\.svg/, "") : value}`);
    const children = [...node.childNodes].filter((child) => child.nodeType !== Node.COMMENT_NODE).map(read);
    const joined = [];
    for (const child of children) {
      if (typeof child === "string" && typeof joined.at(-1) === "string") joined.push(joined.pop() + child);
      else if (child !== "") joined.push(child);
    }
    return [node.localName, attributes.sort(), joined.filter((child) => child !== "")];
  };
  return read(element);
}"""
PARSED = """(html) => {
  const box = document.createElement("template");
  box.innerHTML = html;
  return (%s)(box.content.firstChild);
}"""


async def test_a_browser_draws_what_a_test_without_one_reads(page: Page, gallery: Gallery) -> None:
    rows = page.locator('.samples > li')
    await expect(rows).to_have_count(len(SAMPLES))
    for index, row in enumerate(SAMPLES):
        before = SAMPLES[index - 1] if index else None
        read = render(draw_sample, row, me=SAMPLE_SEAT, previous=before)
        drawn, parsed = await rows.nth(index).evaluate(TREE), await page.evaluate(PARSED % TREE, read)
        assert drawn == parsed


async def test_what_replaces_missing_rows_is_drawn_alike(page: Page, gallery: Gallery) -> None:
    nothing = page.locator('.nothing > li')
    await expect(nothing).to_have_count(1)
    assert await nothing.evaluate(TREE) == await page.evaluate(PARSED % TREE, render(draw_no_sample))
