"""Write what follows from the code: the pages errors, options and api of docs, and JSON Schemas.

Usage: python -m tools.build_docs
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

import moodcloud
from moodcloud.comparing.document import comparison_schema
from moodcloud.errors import FAULTS
from moodcloud.options import NAMES, Options, allowed, flag, kind, meaning
from moodcloud.report.summary import summary_schema
from moodcloud.settings import METADATA_PREFIX, VARIABLE_PREFIX

from tools.build_api import api_page

DOCS: Final = Path(__file__).resolve().parent.parent / "docs"
SCHEMAS: Final = Path(moodcloud.__file__).parent / "report"

_ERRORS: Final = """\
# Errors

A file that cannot be used ends in one of these, never in a traceback: `moodcloud` prints message
and remedy and ends with status 2; the function writes `error.json` in place of results and points
`latest.json` to it. Most are not tried again: the same file with the same options fails the same
way. Those marked as faults of the moment are: another attempt may find more room, memory or time;
they are final when the function's last attempt fails. What was found is in *italics*;
`error.json` has it under `found`, too.

This page is made from `errors.py` by `make docs`.
"""
_OPTIONS: Final = """\
# Options

Every option can be given in three places; the first that gives it decides:

1. the command line (`--max-words 100`), or for an upload the object's metadata
   (`x-amz-meta-{metadata}max-words: 100`; letters beyond ASCII percent-encoded);
2. the environment of the command or the function (`{variable}MAX_WORDS=100`);
3. the default.

```console
$ aws s3 cp reviews.csv s3://UPLOADS_BUCKET/ --metadata {metadata}text-column=comment
```

A value outside its bounds is refused with the name its source has for it. Lists have commas between
their items; on the command line `--stopwords` and `--keep` take a file, too, with one word a line.

`--where` is given once for each condition on the command line; in the other places semicolons part
several (`{variable}WHERE='airline=United;stars>=4'`); one within a value (`tag=a;b`) parts nothing
unless a condition follows it, nor does one in quotes (`tag="a;b=c"`). A condition is a column (its
name, or its position counted from 1), one of `=`, `!=`, `<`, `<=`, `>`, `>=`, and a value.
Two numbers are compared as numbers, also with a currency, thousands or more beside them
(`€ 1.234,50`, `12,5`,
`1.2K`, `80%`, `4.0 out of 5 stars`); three digits after a comma are thousands, and after a point
where the column has decimal commas. Two dates (`2024`, `2024-03`, `2024-03-31 12:00`, `Mar 15,
2024`, `15/03/2024`, `3/15/24`, `2024. 3. 15 오후 2:05`, `15 mars 2024`) are
compared as dates, as far as the condition gives the date, without a look at the zone;
whether 02/11/2023 is in February or November, or `1/2/24` in a condition in
January, other dates of the column tell, or it makes no difference. Anything
else is equal or is not, whatever the case of its letters, and without quotes around it. Rows with a
value that is neither a number nor a date where one is needed do not meet `<`, `<=`, `>` and `>=`;
they are counted as `uncompared`. Rows must meet all conditions; those that do not are `filtered` in
the account of the rows. What a label means, and which columns are taken, all rows decide: so the
parts of a table that conditions choose add up to the whole. (A broken row is rejected in each
part.) `--colour` is given once for each sentiment, likewise with semicolons in the other places
(`{variable}COLOUR='positive=#0a7;negative=#c30'`); in Python it takes a dict, too. The AWS CLI
takes a value that holds `=` as JSON only:

```console
$ aws s3 cp tweets.csv s3://UPLOADS_BUCKET/ --metadata '{{"{metadata}where": "airline=United"}}'
```

An option that is a file (`--mask`, `--font`) is for the command, its environment and notebooks: an
upload cannot name files of the machine that reads it. What the file holds is part of the options,
so another picture or font makes another version of the results.

This page is made from `options.py` by `make docs`.

| option | meaning | default | allowed |
|---|---|---|---|
"""
_KINDS: Final = {str: "text", int: "whole number", float: "number", bool: "true, false"}


def errors_page() -> str:
    """Return docs/errors.md."""
    parts = [_ERRORS]
    for code, fault in sorted(FAULTS.items()):
        parts.append(
            f"## {code}\n\n{_found(fault.message)}\n\n**What to do:** {_found(fault.remedy)}\n"
            + ("\nA fault of the moment: the function tries again.\n" if fault.passing else "")
        )
    return "\n".join(parts)


def options_page() -> str:
    """Return docs/options.md."""
    rows = []
    for name in NAMES:
        default = getattr(Options, name)
        shown = "" if default in (None, ()) else f"`{str(default).lower()}`"
        text = meaning(name).replace("|", "\\|")
        rows.append(f"| `{flag(name)}` | {text} | {shown} | {allowed(name) or _kind(name)} |\n")
    return _OPTIONS.format(metadata=METADATA_PREFIX, variable=VARIABLE_PREFIX) + "".join(rows)


def files() -> dict[Path, str]:
    """Return the content of each file that follows from the code."""
    schemas = {"summary": summary_schema(), "comparison": comparison_schema()}
    return {
        DOCS / "errors.md": errors_page(),
        DOCS / "options.md": options_page(),
        DOCS / "api.md": api_page(),
        **{
            SCHEMAS / f"{name}.schema.json": json.dumps(schema, indent=1) + "\n"
            for name, schema in schemas.items()
        },
    }


def _kind(name: str) -> str:
    return "list" if kind(name) is tuple else _KINDS[kind(name)]


def _found(text: str) -> str:
    return re.sub(r"\{(\w+)[^}]*\}", r"*\1*", text)


def main() -> None:
    """Write the files."""
    for path, content in files().items():
        path.write_text(content, "utf-8")


if __name__ == "__main__":
    main()
