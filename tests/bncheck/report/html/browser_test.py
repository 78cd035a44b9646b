#!/usr/bin/env python3
"""Opens the pages in a headless Chromium, wide and narrow, light and dark: nothing is written to
the console, nothing is asked of the network, every link has its target, every fold opens, every
chart is drawn, and no page is wider than its window. Exit status 77 where there is no
Chromium."""

import argparse
import sys
import tempfile
from pathlib import Path

import records
from chromium import Chromium, find

SKIPPED = 77
WIDTHS = (1280, 390)

LINKS = """[...document.querySelectorAll('a[href]')]
  .filter(a => !a.getAttribute('href').startsWith('#')
  || !document.getElementById(decodeURIComponent(a.hash.slice(1)))).map(a => a.outerHTML)"""
FOLDS = """(() => { const all = [...document.querySelectorAll('details')];
  all.forEach(d => { if (!d.open) d.querySelector('summary').click(); });
  return all.filter(d => !d.open).map(d => d.id || d.outerHTML.slice(0, 80)); })()"""
# What no exception is, as a ResizeObserver's loop, is told to the window alone.
ERRORS = "globalThis.errors = []; addEventListener('error', e => errors.push(e.message)); 0"
UNDRAWN = """[...document.querySelectorAll('.chart')].filter(c => !(c.querySelector(
  'svg[role=img] > title') && c.querySelector('svg > desc')
  && c.querySelector('svg path, svg rect')))
  .map(c => c.dataset.chart)"""
BAD_NUMBERS = """[...document.querySelectorAll('svg *')].filter(e => [...e.attributes].some(
  a => /NaN|Infinity|undefined/.test(a.value))).map(e => e.outerHTML.slice(0, 120))"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
HEADINGS = "[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])"
NAMELESS = """[...document.querySelectorAll('table')].filter(t => !t.caption
  || [...t.querySelectorAll('th')].some(h => !h.scope)).map(t => t.outerHTML.slice(0, 80))"""
# Contrast by WCAG 2.1: 4.5 for every text that is seen, on the first background behind it.
FAINT = """(() => {
  const paint = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgb = c => { paint.clearRect(0, 0, 1, 1); paint.fillStyle = c; paint.fillRect(0, 0, 1, 1);
    return [...paint.getImageData(0, 0, 1, 1).data]; };
  const lum = c => { const [r, g, b] = c.map(v => v / 255).map(v =>
    v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b; };
  const seen = new Map();
  for (const e of document.querySelectorAll('body *')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    if (!e.checkVisibility()) continue;
    if (e.closest('script,style')) continue;
    const style = getComputedStyle(e);
    const color = e.namespaceURI.includes('svg') ? style.fill : style.color;
    let at = e;
    while (at && rgb(getComputedStyle(at).backgroundColor)[3] === 0) at = at.parentElement;
    const back = at ? getComputedStyle(at).backgroundColor : 'white';
    const [a, b] = [lum(rgb(color)), lum(rgb(back))];
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) seen.set(color + ' on ' + back, e.className + ' ' + ratio.toFixed(2));
  }
  return [...seen].map(s => s.join(': ')); })()"""


def look(browser: Chromium, page: Path, width: int, dark: bool) -> list[str]:
    """Returns what is wrong with the page in this window."""
    browser.open(page, width, dark)
    found = []
    if browser.evaluate(OVERFLOW) > 0:
        found.append("is wider than the window")
    found += [f"link without target: {each}" for each in browser.evaluate(LINKS)]
    browser.evaluate(ERRORS)
    found += [f"fold stays closed: {each}" for each in browser.evaluate(FOLDS)]
    browser.settle()
    found += [f"error: {each}" for each in browser.evaluate("errors")]
    if browser.evaluate("!!globalThis.d3"):
        found += [f"chart is not drawn: {each}" for each in browser.evaluate(UNDRAWN)]
    found += [f"no number in a chart: {each}" for each in browser.evaluate(BAD_NUMBERS)]
    if browser.evaluate(OVERFLOW) > 0:
        found.append("is wider than the window with all folds open")
    levels = browser.evaluate(HEADINGS)
    if levels.count(1) != 1 or any(b - a > 1 for a, b in zip(levels, levels[1:], strict=False)):
        found.append(f"headings out of order: {levels}")
    found += [f"table without caption or scope: {each}" for each in browser.evaluate(NAMELESS)]
    found += [f"contrast below 4.5: {each}" for each in browser.evaluate(FAINT)]
    return found + browser.complaints()


def search(browser: Chromium, page: Path, word: str, rows: str, expected: int) -> list[str]:
    """Types a word into the search field; so many rows must be left."""
    browser.open(page, WIDTHS[0], False)
    browser.evaluate("document.querySelector('input[type=search]').focus()")
    browser.call("Input.insertText", text=word)
    shown = browser.evaluate(
        f"[...document.querySelectorAll('{rows}')].filter(r => !r.hidden).length"
    )
    return [] if shown == expected else [f"{word}: {shown} rows are left, not {expected}"]


def prints(browser: Chromium, page: Path) -> list[str]:
    """Paper has the folds of what failed, drawn, in the colours of day; the screen as it was."""
    browser.open(page, WIDTHS[0], True)
    browser.evaluate("dispatchEvent(new Event('beforeprint'))")
    browser.call("Emulation.setEmulatedMedia", media="print")
    closed = "document.querySelectorAll('details.law[data-verdict=fail]:not([open])').length"
    failed = "document.querySelectorAll('details.law[data-verdict=fail]').length"
    undrawn = "document.querySelectorAll('details.law[open] .chart:not(:has(svg))').length"
    paper = "getComputedStyle(document.body).backgroundColor"
    expected = {closed: 0, undrawn: 0, paper: "rgb(255, 255, 255)"}
    found = [
        f"in print, {each} is {browser.evaluate(each)}"
        for each, right in expected.items()
        if browser.evaluate(each) != right
    ]
    browser.evaluate("dispatchEvent(new Event('afterprint'))")
    browser.call("Emulation.setEmulatedMedia", media="")
    if browser.evaluate(failed) == 0 or browser.evaluate(closed) != browser.evaluate(failed):
        found.append("printing leaves folds open, or nothing failed")
    return found


def pages(program: str, broken: str, matrix: str, folder: Path) -> dict[str, Path]:
    subject = records.verify(program, broken, folder / "subject.jsonl")
    peer = records.verify(program, "eigen", folder / "peer.jsonl")
    races = [
        records.bench(folder / "bench.jsonl"),
        records.gpu_bench(folder / "gpu.jsonl"),
        records.raced(program, folder / "raced.jsonl"),
    ]
    odd = records.hostile(subject, folder / "hostile.jsonl")
    files = {name: folder / f"{name}.html" for name in ("report", "hostile", "kills")}
    inputs = tuple(str(each) for each in (subject, peer, *races))
    records.run(program, "report", *inputs, "--html", str(files["report"]))
    records.run(program, "report", str(odd), str(odd), "--html", str(files["hostile"]))
    records.run(program, "report", "--kill-matrix", matrix, "--html", str(files["kills"]))
    return files


def complaints(browser: Chromium, files: dict[str, Path]) -> list[str]:
    found = []
    for name, page in files.items():
        for width in WIDTHS:
            for dark in (False, True):
                where = f"{name}, {width} wide, {'dark' if dark else 'light'}: "
                found += [where + each for each in look(browser, page, width, dark)]
    found += prints(browser, files["report"])
    found += search(browser, files["report"], "running_hull", "details.law", 1)
    found += search(browser, files["kills"], "momentum_squared", "#mutants tr[data-mutant]", 1)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--broken", required=True, help="a plug-in that breaks a law")
    parser.add_argument("--matrix", required=True, help="a kill matrix")
    parser.add_argument("--page", type=Path, help="look at this page instead")
    arguments = parser.parse_args()
    chromium = find()
    if chromium is None:
        print("skipped: there is no Chromium to open pages with")
        return SKIPPED
    with tempfile.TemporaryDirectory() as folder:
        files = (
            {"page": arguments.page}
            if arguments.page
            else pages(arguments.program, arguments.broken, arguments.matrix, Path(folder))
        )
        browser = Chromium(chromium)
        try:
            found = (
                complaints(browser, files)
                if not arguments.page
                else [
                    each
                    for width in WIDTHS
                    for dark in (False, True)
                    for each in look(browser, arguments.page, width, dark)
                ]
            )
        finally:
            browser.close()
    print("\n".join([*found[:60], f"{len(found)} complaints about {len(files)} pages"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
