"""The site of the documentation: it builds, no link leads nowhere, and nothing is fetched."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).parents[2]
MKDOCS = Path(os.environ["BNCHECK_BUILD"]) / "site-tools" / "bin" / "mkdocs"
SKIPPED = 77


class Page(HTMLParser):
    """Collects what a page links to, what it loads, and the names of its parts."""

    def __init__(self, text: str):
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.parts: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = dict(attributes)
        self.parts |= {named[key] for key in ("id", "name") if named.get(key)}
        if tag == "a" and named.get("href"):
            self.links.append(named["href"])
        if tag in ("script", "img", "link"):
            self.loaded += [named[key] for key in ("src", "href") if named.get(key)]


def build(root: Path, site: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [MKDOCS, "build", "--strict", "--site-dir", site],
        **{"cwd": root, "capture_output": True, "text": True},
    )


def dead_links(site: Path) -> list[str]:
    """Returns the links of all pages to files or parts that are not there."""
    pages = {file: Page(file.read_text()) for file in site.rglob("*.html")}
    dead = []
    for file, page in pages.items():
        if file.name == "404.html":  # served from anywhere, so that its links begin at the root
            continue
        for link in page.links + page.loaded:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            named = target not in pages or parts.fragment in pages[target].parts | {""}
            if not target.exists() or not named:
                dead.append(f"{file.relative_to(site)}: {link}")
    return dead


class Site(unittest.TestCase):
    def setUp(self) -> None:
        self.work = Path(tempfile.mkdtemp(prefix="bncheck-site-")).resolve()
        self.addCleanup(shutil.rmtree, self.work)

    def test_every_link_leads_somewhere(self) -> None:
        done = build(ROOT, self.work)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(dead_links(self.work), [])
        self.assertIn(
            "bn_forward_args", (self.work / "repository/impl/bn_plugin.h.html").read_text()
        )
        for name in ("specification", "laws", "conformance", "numerics"):
            self.assertTrue((self.work / f"{name}.html").is_file())

    def test_nothing_is_fetched(self) -> None:
        self.assertEqual(build(ROOT, self.work).returncode, 0)
        for file in self.work.rglob("*.html"):
            foreign = [link for link in Page(file.read_text()).loaded if urlsplit(link).netloc]
            self.assertEqual(foreign, [], file.name)

    def test_a_dead_link_is_seen(self) -> None:
        root = self.work / "root"
        root.mkdir()
        for entry in ROOT.iterdir():
            if entry.name not in ("docs", "build", ".git"):
                (root / entry.name).symlink_to(entry)
        shutil.copytree(ROOT / "docs", root / "docs")
        with (root / "docs" / "index.md").open("a") as index:
            index.write("\n[nowhere](../impl/nowhere.h)\n")
        done = build(root, self.work / "site")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("impl/nowhere.h", done.stderr)


if __name__ == "__main__":
    if not MKDOCS.is_file():
        print("there is no MkDocs: make site installs it")
        sys.exit(SKIPPED)
    unittest.main()
