"""The command line: `dlref check PATH...`, `dlref mutate PATH...` and `dlref assets FOLDER`.

The exit status is 0 if all is well, 1 if something was found, and 2 if the command was misused.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from dlref import __version__
from dlref.equations.faces.assets import write_assets
from dlref.equations.faces.checking import check
from dlref.equations.faces.mutating import mutate
from dlref.equations.faces.printing import printable
from dlref.equations.pages.files import MisuseError, find_pages
from dlref.equations.snippets.running import SECONDS

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out a command and return its exit status."""
    options = _parser().parse_args(arguments)
    with printable():
        try:
            if options.command == "assets":
                return _assets(options.folder)
            return int(options.run(find_pages(options.paths), options))
        except MisuseError as error:
            print(f"dlref {options.command}: {error}", file=sys.stderr)
            return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dlref", description="Doctest for equations.")
    parser.add_argument("--version", action="version", version=f"dlref {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    checking = commands.add_parser(
        "check",
        help="evaluate every display equation of Markdown pages, and run every snippet",
        description="Evaluate every display equation that has an id, by the notation of its page, "
        "and run every pycon block.",
    )
    checking.set_defaults(run=check)
    checking.add_argument(
        "--snippet-timeout",
        type=float,
        default=SECONDS,
        metavar="SECONDS",
        help="the limit of time for one snippet (default: %(default)g)",
    )
    mutating = commands.add_parser(
        "mutate",
        help="list the mistakes that the checks would not find",
        description="Make small mistakes in every true equation, and list those that stay true.",
    )
    mutating.set_defaults(run=mutate)
    mutating.add_argument(
        "--reviewed", type=Path, metavar="FILE", help='survivors known, in TOML: "ID" = "reason"'
    )
    mutating.add_argument(
        "--record", type=Path, metavar="FILE", help="write how many were caught, for the site"
    )
    mutating.add_argument(
        "--accept-weaker", action="store_true", help="write the record though a check got weaker"
    )
    for command in (checking, mutating):
        command.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file or folder")
        command.add_argument("--json", action="store_true", help="print JSON for programs")
    assets = commands.add_parser(
        "assets",
        help="write the style sheet and the script for a site that shows equations",
        description="Write dlref.css and dlref.js, for pages drawn by the Markdown extension.",
    )
    assets.add_argument("folder", type=Path, metavar="FOLDER", help="a folder of the site")
    return parser


def _assets(folder: Path) -> int:
    try:
        files = write_assets(folder)
    except OSError as error:
        raise MisuseError(f"{error}: name a folder that can be written") from None
    for file in files:
        print(f"wrote {file.as_posix()}")
    return 0
