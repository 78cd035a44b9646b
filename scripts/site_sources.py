"""A hook of MkDocs: what pages link to outside docs/ becomes a page of the site, too.

A Markdown file keeps its text, a source file is shown as it is, and a folder lists its files."""

import posixpath
import re
from collections.abc import Callable
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[1]
DOCS = "docs/"
SHELF = "repository/"  # of the site, for what is not in docs/
LINK = re.compile(r"(\[[^\]]*\]\()([^)\s#]+)((?:#[^)\s]*)?\))")


def targets_of(path: str) -> list[str]:
    """Returns what the Markdown file links to in the repository, by its path there."""
    links = [match[2] for match in LINK.finditer((ROOT / path).read_text())]
    return [resolved(path, link) for link in links if "://" not in link]


def resolved(path: str, link: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), link))


def site_path(path: str) -> str:
    """Returns the page of the site that shows a file or a folder of the repository."""
    if path.startswith(DOCS) and (ROOT / path).is_file():
        return path.removeprefix(DOCS)
    return SHELF + (path if path.endswith(".md") else f"{path}.md")


def page_of(path: str) -> str:
    """Returns the Markdown of a page of the shelf."""
    place = ROOT / path
    if path.endswith(".md"):
        return relinked(place.read_text(), path)
    if place.is_dir():
        names = sorted(file.name for file in place.iterdir() if not file.name.startswith("."))
        return f"# {path}\n\n" + "".join(f"- `{name}`\n" for name in names)
    code = "".join(f"    {line}\n" for line in place.read_text().splitlines())
    return f"# {path}\n\n{code}"


def relinked(text: str, path: str) -> str:
    """Returns the text with links to the repository turned to pages of the site."""

    def turn(match: re.Match[str]) -> str:
        if "://" in match[2]:
            return match[0]
        target = site_path(resolved(path, match[2]))
        start = posixpath.dirname(site_path(path))
        return match[1] + posixpath.relpath(target, start or ".") + match[3]

    return LINK.sub(turn, text)


def shelf(pages: list[str], targets: Callable[[str], list[str]] = targets_of) -> list[str]:
    """Returns all files outside docs/ that the pages link to, and those that these link to."""
    waiting, found = list(pages), set()
    while waiting:
        for target in targets(waiting.pop()):
            if target in found or site_path(target) == target.removeprefix(DOCS):
                continue
            found.add(target)
            if target.endswith(".md"):
                waiting.append(target)
    return sorted(found)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    pages = [DOCS + file.src_uri for file in files if file.src_uri.endswith(".md")]
    for path in shelf(pages):
        if (ROOT / path).exists():  # else MkDocs says that the link leads nowhere
            files.append(File.generated(config, site_path(path), content=page_of(path)))
    return files


def on_page_markdown(markdown: str, page, **_: object) -> str:
    path = DOCS + page.file.src_uri
    return relinked(markdown, path) if (ROOT / path).is_file() else markdown
