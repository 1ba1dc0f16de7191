"""The commands around the app: what is kept (backup, restore, export, import, doctor), and a server for a workshop."""

import argparse
import logging
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from ssi_core.i18n import _
from ssi_core.report.export import to_json
from ssi_core.report.history_book import as_workbook
from ssi_core.store import backup, doctor, export, faults
from ssi_core.store.engine import Store
from ssi_core.store.rights import sign_in
from ssi_core.workshop import network

USUAL_PORT, LAST_PORT = 8501, 65_535
WRITERS = {".json": export.to_json, ".xlsx": as_workbook}


def add_to(commands) -> None:
    """Adds the commands to a parser's; each runs with its options and gives the exit code.

    What goes wrong they say in a sentence, so the store's log isn't shown.
    """
    logging.getLogger(faults.__name__).addHandler(logging.NullHandler())
    copy = commands.add_parser("backup", help=_("copy everything that is kept into one file"))
    copy.add_argument("file", type=Path, metavar="OUT")
    copy.add_argument("--replace", action="store_true", help=_("also where the file is there already"))
    copy.set_defaults(run=_backup)

    back = commands.add_parser("restore", help=_("put a backup into an empty database"))
    back.add_argument("file", type=Path, metavar="FILE")
    back.add_argument("--replace", action="store_true", help=_("in place of what the database holds"))
    back.set_defaults(run=_restore)

    out = commands.add_parser("export", help=_("write this computer's own history and teams"))
    out.add_argument("file", type=_output, metavar="OUT", help=_("a .json to load again, or an .xlsx to look at"))
    out.set_defaults(run=_export)

    load = commands.add_parser("import", help=_("load an exported .json into this computer's history"))
    load.add_argument("file", type=Path, metavar="FILE")
    load.set_defaults(run=_import)

    look = commands.add_parser("doctor", help=_("check the database, its backup and the server's configuration"))
    look.add_argument("--json", action="store_true", help=_("print JSON instead of lines"))
    look.set_defaults(run=_doctor)

    room = commands.add_parser("workshop", help=_("start the app for a room, open to the local network"))
    usual = _("where it listens, {port} unless given")
    room.add_argument("--port", type=_port, default=USUAL_PORT, metavar="N", help=usual.format(port=USUAL_PORT))
    room.set_defaults(run=_workshop)


def _backup(options: Namespace) -> int:
    rows = backup.backup(Store(), options.file, replace=options.replace)
    print(_("{file}: {n} rows").format(file=options.file, n=rows))
    return 0


def _restore(options: Namespace) -> int:
    restored = backup.restore(None, options.file, replace=options.replace)
    print(_("{n} rows restored").format(n=restored.rows))
    if restored.aside:
        print(_("The damaged history was set aside: {files}").format(files=", ".join(map(str, restored.aside))))
    return 0


def _export(options: Namespace) -> int:
    store = Store()
    options.file.write_bytes(WRITERS[options.file.suffix.lower()](store, sign_in(store)))
    return 0


def _import(options: Namespace) -> int:
    store = Store()
    loaded = export.from_json(store, sign_in(store), options.file.read_bytes())
    print(loaded.in_words)
    return 0


def _doctor(options: Namespace) -> int:
    checks = doctor.examine()
    if options.json:
        print(to_json([asdict(check) for check in checks]).decode())
    else:
        for check in checks:
            print(f"{check.state:<8} {check.name:<9} {check.words}")
    return 1 if doctor.worst(checks) == "problem" else 0


def _workshop(options: Namespace) -> int:
    here = f"http://localhost:{options.port}"
    there = network.address_for_phones(None, network.EVERYWHERE, options.port)
    phones = _("phones in the same network: {url}").format(url=there) if there else _("no network found for phones yet")
    print(_("On this computer: {url}; {phones}").format(url=here, phones=phones), flush=True)
    return network.start(options.port)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= LAST_PORT:
        raise argparse.ArgumentTypeError(_("{text} is no port from 1 to {last}").format(text=text, last=LAST_PORT))
    return int(text)


def _output(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in WRITERS:
        words = _("{name} must end in {endings}")
        raise argparse.ArgumentTypeError(words.format(name=text, endings=", ".join(WRITERS)))
    return path
