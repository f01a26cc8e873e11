"""What all pages share: templates, style, script, strings, and a policy that allows no more."""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, cast

from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from moodcloud.report.inline import plain


def render(name: str, **values: Any) -> str:
    """Return a template of `report/templates`, filled in; every value is escaped."""
    return _environment().get_template(f"{name}.html.j2").render(values)


def render_alone(name: str, loads: str, scripts: Sequence[str] = (), **values: Any) -> str:
    """Return a page that has a style and a script of its own name, and loads nothing else.

    Args:
        name: The name of template, style and script.
        loads: The directive for the pictures the page may show.
        scripts: Where other scripts may be, which the template loads.
        **values: What the template is filled with.
    """
    own_style, own_script = _part(f"{name}.css"), _part(f"{name}.js")
    return render(
        name,
        style=Markup(own_style),
        script=Markup(own_script),
        policy=policy(own_style, own_script, loads, scripts=scripts),
        **values,
    )


class _BesideTemplates(FileSystemBytecodeCache):
    """Templates as compiled before: a page is rendered 0.1 seconds faster.

    They are where Python keeps its compiled modules, and written where and when it writes those.
    One whose source has changed since is compiled again.
    """

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):  # the package may be no folder, or read only
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                Path(self.directory).mkdir(exist_ok=True)
                super().dump_bytecode(bucket)


def compile_templates() -> None:
    """Compile all templates: in an image, where nothing can be written later."""
    environment = _environment()
    for name in environment.list_templates(extensions=["j2"]):
        environment.get_template(name)


_COMPILED: Final = str(files("moodcloud.report").joinpath("templates", "__pycache__"))


@cache
def _environment() -> Environment:
    """Return what fills templates in; one for the whole process, which compiles each once."""
    environment = Environment(
        loader=PackageLoader("moodcloud.report"),
        bytecode_cache=_BesideTemplates(_COMPILED),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["plain"] = plain
    return environment


@cache
def _part(name: str) -> str:
    """Return a style or a script of `report/templates`."""
    return files("moodcloud.report").joinpath("templates", name).read_text("utf-8")


def policy(
    style: str, script: str, *loads: str, nonce: str = "", scripts: Sequence[str] = ()
) -> str:
    """Return the Content-Security-Policy of a page that allows this style, this script, no network.

    Args:
        style: The content of the style element.
        script: The content of the script element.
        loads: Directives for what else the page may show.
        nonce: What a script beside the page has to show, where there is one.
        scripts: Where other scripts may be.
    """
    beside = f" 'nonce-{nonce}'" * bool(nonce)
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_digest(style)}'",
            " ".join((f"script-src '{_digest(script)}'{beside}", *scripts)),
            *loads,
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def script_json(data: Any) -> Markup:
    """Return JSON for a script element: nothing in it ends or opens markup."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def script_object(members: Mapping[str, Any], known: dict[str, tuple[Any, Markup]]) -> Markup:
    """Return an object as `script_json` does, in half of the time where most of it is known.

    Args:
        members: The members of the object.
        known: What is known of members: the value and its JSON; what is new is added.
    """
    for name, value in members.items():
        if name not in known or known[name][0] is not value:
            known[name] = value, script_json(value)
    written = (f"{script_json(name)}:{known[name][1]}" for name in members)
    return Markup("{" + ",".join(written) + "}")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


_STYLES: Final = (
    "base",
    "header",
    "lead",
    "about",
    "clouds",
    "chart",
    "tables",
    "detail",
    "hidden",
    "groups",
    "print",
)
# In the order in which they are defined: each uses only those before it, and functions. The page of
# a comparison has the shared ones, too.
SHARED_SCRIPTS: Final = (
    *("js/language", "js/theme", "js/selection", "js/hidden", "js/link", "js/tooltip", "js/save"),
    *("js/detail", "js/arrows", "js/pictures", "js/listing", "js/paper"),
)
_SCRIPTS: Final = (
    *("js/elements", "js/data", *SHARED_SCRIPTS),
    *("js/figures", "js/quotes", "js/texts", "js/word", "js/clouds", "js/groups"),
    *("js/labels", "js/chart", "js/tables", "js/printed", "js/start"),
)


@cache
def script() -> str:
    """Return the script: all its parts in one scope."""
    return script_of(_SCRIPTS)


def script_of(names: Iterable[str]) -> str:
    """Return the script that some files of `report/templates` make, without their ending."""
    parts = "\n".join(_part(f"{name}.js") for name in names)
    return f'(() => {{\n"use strict";\n{parts}}})();\n'


def style_of(names: Iterable[str]) -> str:
    """Return the style that some files of `report/templates` make, without their ending."""
    return "".join(_part(f"{name}.css") for name in names)


def style(font: str, colours: str, sentiments: list[dict[str, Any]]) -> str:
    """Return the style.

    Args:
        font: Rules that declare the font of the clouds.
        colours: Rules for the colours of their words.
        sentiments: The sentiments of `page_data`, with `colour` and `rows`.
    """
    tones = "".join(
        f'[data-s="{number}"] {{ --hue: {each["colour"]}; --rows: {int(each["rows"])}; }}\n'
        for number, each in enumerate(sentiments)
    )
    return "".join((font, "\n", *(_part(f"css/{name}.css") for name in _STYLES), tones, colours))


# Text from the file does not change the direction of the text around it (Unicode isolates).
_ISOLATE: Final = "\u2068{}\u2069"


@cache
def strings_of(folder: str = "") -> dict[str, dict[str, str]]:
    """Return all strings of a page by language and key.

    Args:
        folder: The folder of `report/templates` that has strings besides those of all pages.
    """
    strings = cast(dict[str, dict[str, str]], json.loads(_part("strings.json")))
    if not folder:
        return strings
    own = json.loads(_part(f"{folder}/strings.json"))
    return {language: {**strings[language], **own[language]} for language in strings}


def english() -> dict[str, str]:
    """Return the English strings."""
    return strings_of()["en"]


def as_json() -> Markup:
    """Return all strings as JSON for the page."""
    return script_json(strings_of())


def translator(
    sentiments: list[str], strings: Mapping[str, Mapping[str, str]] | None = None
) -> Callable[..., Markup]:
    """Return a function for templates that gives a string in English, which the page can translate.

    Its first argument is the key of a string of `templates/strings.json`, the others are the values
    in braces there: `s` the number of a sentiment, numbers, and names from the file. The key `name`
    is a sentiment's name.

    Args:
        sentiments: The names of the sentiments as shown.
        strings: What `strings_of` returns; the strings of all pages otherwise.
    """
    spoken = (strings or strings_of())["en"]

    def translate(key: str, **values: Any) -> Markup:
        shown = {name: _shown(name, value, sentiments) for name, value in values.items()}
        text = shown["s"] if key == "name" else spoken[key].format_map(shown)
        given = {
            name: plain(value) if isinstance(value, str) else value
            for name, value in values.items()
            if value is not None
        }
        arguments = json.dumps(given, ensure_ascii=False)
        attribute = Markup(' data-args="{}"').format(arguments) if given else ""
        return Markup('<span data-t="{}"{}>{}</span>').format(key, attribute, escape(text))

    return translate


def _shown(name: str, value: Any, sentiments: list[str]) -> str:
    if name == "s":
        return "" if value is None else sentiments[value]
    if isinstance(value, int):
        return f"{value:,}"
    return _ISOLATE.format(plain(str(value)))
