"""The page around the markup of a rendition. Its policy comes first and forbids everything, so that even the markup of
a child that was taken over runs and loads nothing, wherever the page is opened.
"""

from html import escape

from docloft_worker.renderers import Rendition

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_HEAD = f"""<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width, initial-scale=1">
"""
_STYLE = """<style>
html { color-scheme: light; background: #fff; color: #1b2024; }
body { max-width: 50rem; margin: 0 auto; padding: 1.5rem; font: 1rem/1.5 system-ui, sans-serif; }
body { overflow-wrap: anywhere; }
img { max-width: 100%; height: auto; }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; }
pre, .plain { white-space: pre-wrap; }
a[href] { color: #0b5e8a; }
blockquote { margin: 0.5em 0; padding-left: 1em; border-left: 3px solid #d5dbe0; }
.wide { max-width: none; }
.head { position: relative; z-index: 1; background: #fff; }
.head { margin: 0 0 1.5rem; padding: 0 0 1rem; border-bottom: 1px solid #d5dbe0; }
.head [lang="de"], #de:target ~ .head [lang="en"] { display: none; }
#de:target ~ .head [lang="de"] { display: inline; }
.message { overflow: auto; }
.head table { border-collapse: collapse; }
.head th, .head td { padding: 0; text-align: left; vertical-align: top; }
.head th { padding-right: 1rem; color: #5b656d; font-weight: 400; white-space: nowrap; }
.head h1 { margin: 0 0 0.75rem; font-size: 1.25rem; }
.letterhead { margin-bottom: 1.5rem; color: #5b656d; font-size: 0.875rem; white-space: pre-line; }
.letter { font-family: Georgia, "Times New Roman", serif; }
.letter table { border-collapse: collapse; }
.letter td, .letter th, .sheet td { padding: 0.25rem 0.5rem; border: 1px solid #b9c1c8; vertical-align: top; }
.letter td > p { margin: 0; }
.sheet table { border-collapse: collapse; }
.sheet td { max-width: 24rem; overflow-wrap: break-word; }
.sheet section { overflow-x: auto; }
section + section { margin-top: 2rem; padding-top: 2rem; border-top: 1px solid #d5dbe0; }
@media (max-width: 40rem) {
  body { padding: 1rem; }
  .message * { box-sizing: border-box !important; min-width: 0 !important; max-width: 100% !important; }
  .message :is(table, td, th):not([width$="%"], [style*="%"]) { width: auto !important; }
}
@media print { body { max-width: none; padding: 0; } }
</style>
</head>
"""
_LANGUAGES = '<i id="de" hidden></i>'
"""Targets of the page's address: `#de` shows what the page itself says in German."""


def page_of(rendition: Rendition) -> str:
    look = escape(rendition["look"])
    return f'{_HEAD}{_STYLE}<body class="{look}">\n{_LANGUAGES}\n{rendition["body"]}\n</body>\n</html>\n'
