"""Pages of Chromium that are used again: a new context and its process take as long as what is opened in them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from playwright.sync_api import Browser


class Kept(NamedTuple):
    """A page, what was said on its console and which addresses it asked for, each since it was taken."""

    page: Any
    said: list[str]
    asked: list[str]


class Pages:
    """Gives blank pages and takes them back."""

    def __init__(self, browser: Browser, **options: Any) -> None:
        self.browser, self.options = browser, options
        self.free: dict[str, list[Kept]] = defaultdict(list)

    def take(
        self, *, width: int, height: int, color_scheme: str = "light", reduced_motion: str = "reduce", **options: Any
    ) -> Kept:
        """Return a blank page; further options are those of a browser context, and their pages are kept apart."""
        view = {"width": width, "height": height}
        if self.free[repr(options)]:
            kept = self.free[repr(options)].pop()
            kept.page.set_viewport_size(view)
            kept.page.context.clear_cookies()
            kept.said.clear()
            kept.asked.clear()
        else:
            page = self.browser.new_context(viewport=view, **self.options, **options).new_page()
            kept = Kept(page, [], [])
            page.on("console", lambda message: kept.said.append(message.text))
            page.on("pageerror", lambda error: kept.said.append(str(error)))
            page.on("request", lambda request: kept.asked.append(request.url))
        kept.page.emulate_media(color_scheme=color_scheme, reduced_motion=reduced_motion)
        return kept

    def give_back(self, kept: Kept, **options: Any) -> None:
        """Blank a page that was taken with these options of a context, and move the pointer off what it rested on."""
        kept.page.goto("about:blank")
        if not options.get("has_touch"):
            kept.page.mouse.move(0, 0)
        self.free[repr(options)].append(kept)
