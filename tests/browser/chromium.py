"""The browser on this machine, and a page in it that must not complain.

It may load the texts beside it, and nothing else.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moodcloud.report.file_names import TEXTS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Dialog, Page

# By their settings; they end with the browser.
_contexts: dict[str, BrowserContext] = {}
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def executable() -> str | None:
    """Return the path of Chromium, or of a relative."""
    given = os.environ.get("MOODCLOUD_CHROMIUM")
    return given or next((path for name in _NAMES if (path := shutil.which(name))), None)


def missing() -> str | None:
    """Return why pages cannot be tested here, in one line; None where they can."""
    if importlib.util.find_spec("playwright") is None:
        return "playwright is not installed (make browser-test installs it)"
    if executable() is None:
        return "Chromium is not installed (apt-get install chromium; or set MOODCLOUD_CHROMIUM)"
    return None


@dataclass
class Seen:
    """What a page did that it should not."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@contextmanager
def opened(
    browser: Browser, path: Path, *, expected: str | None = None, **settings: Any
) -> Iterator[Page]:
    """Open a page; on leaving, no request and no complaint may have come from it.

    Args:
        browser: Running.
        path: The file.
        expected: Complaints that hold this are no fault.
        **settings: Of the browser's context: `locale`, `viewport`, `color_scheme`.
    """
    seen = Seen()
    with _page(browser, settings) as page:
        address = path.as_uri()
        own = {address, path.with_name(TEXTS).as_uri()}

        def route(route: Any) -> None:
            if route.request.url.partition("#")[0] in own:
                route.continue_()
            else:
                seen.requests.append(route.request.url)
                route.abort()

        page.context.route("**/*", route)
        page.on("request", lambda request: _note_request(seen, request.url, own))
        page.on("console", lambda message: seen.complaints.append(message.text))
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.on("dialog", lambda dialog: _note_dialog(seen, dialog))
        page.on("popup", lambda popup: seen.complaints.append(f"a window: {popup.url}"))
        page.goto(address)
        yield page
        page.wait_for_timeout(50)
    if expected:
        seen.complaints = [each for each in seen.complaints if expected not in each]
    assert seen == Seen()


@contextmanager
def _page(browser: Browser, settings: dict[str, Any]) -> Iterator[Page]:
    """Open a tab in the context of some settings, kept because making one takes half of the time.

    What the page stored goes with it; after a failure, so does the context.
    """
    wanted = {"locale": "en-US", "viewport": {"width": 1280, "height": 900}, **settings}
    key = json.dumps(wanted, sort_keys=True)
    context = _contexts.pop(key, None) or browser.new_context(**wanted)
    try:
        page = context.new_page()
        yield page
        page.evaluate("localStorage.clear()")
        context.unroute_all()
        page.close()
    except BaseException:
        context.close()
        raise
    _contexts[key] = context


def _note_request(seen: Seen, url: str, own: set[str]) -> None:
    if not url.startswith("data:") and url.partition("#")[0] not in own:
        seen.requests.append(url)


def _note_dialog(seen: Seen, dialog: Dialog) -> None:
    seen.complaints.append(f"a dialog: {dialog.message}")
    dialog.dismiss()
