"""Serves Hearth with another build of the client, as after a release: `-m … FOLDER serve`."""

import json
import shutil
import sys
from hashlib import sha256
from pathlib import Path

import network.main
import network.site
from network.cli import main

MARK = "globalThis.hearthRelease = 2;"


def make_newer_client(folder: Path) -> str:
    """The same client with a mark, built under other names; the name of its new script."""
    shutil.copytree(network.site.BUILT_FOLDER, folder)
    names: dict[str, str] = json.loads((folder / "manifest.json").read_text())
    older = names["outbox.js"]
    script = f"{(folder / older).read_text()}\n{MARK}"
    newer = f"outbox.{sha256(script.encode()).hexdigest()[:12]}.js"
    (folder / older).unlink()
    (folder / newer).write_text(script)
    (folder / "manifest.json").write_text(json.dumps({**names, "outbox.js": newer}))
    worker = folder / "service-worker.js"
    worker.write_text(worker.read_text().replace(older, newer))
    return newer


if __name__ == "__main__":
    network.main.BUILT_FOLDER = network.site.BUILT_FOLDER = Path(sys.argv.pop(1))
    main()
