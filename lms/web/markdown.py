"""Markdown from content files as safe HTML."""

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_parser = MarkdownIt("commonmark", {"typographer": False}).enable("table")

_TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "kbd", "li", "ol", "p", "pre", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


def render_markdown(text: str) -> Markup:
    """`text` as HTML: headings from level two down, links and tables; anything else is removed."""
    html = nh3.clean(
        _parser.render(text),
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
    )
    # A wide table scrolls on a phone; what scrolls must be reachable with the keyboard.
    html = html.replace("<table>", '<div class="ll-scroll" tabindex="0"><table>').replace("</table>", "</table></div>")
    return Markup(html)  # noqa: S704  cleaned above


def without_tags(html: str) -> str:
    """The words of rendered Markdown."""
    return nh3.clean(html, tags=set()).replace("&amp;", "&").replace("&nbsp;", " ")
