"""A page read with the standard library: a tree of elements, and a complaint for every tag that does not fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "input", "br", "link", "img", "hr"}


@dataclass
class Node:
    """An element, its attributes, its children and the text in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def all(self, tag: str | None = None, class_: str | None = None, **attributes: str) -> list[Node]:
        """Every element within that fits."""
        return [
            node
            for node in self.walk()
            if tag in (None, node.tag)
            and (class_ is None or class_ in node.attributes.get("class", "").split())
            and all(node.attributes.get(name.replace("_", "-")) == value for name, value in attributes.items())
        ]

    def one(self, tag: str | None = None, class_: str | None = None, **attributes: str) -> Node:
        """The one element that fits."""
        found = self.all(tag, class_, **attributes)
        assert len(found) == 1, f"{len(found)} elements fit {tag} {class_} {attributes}"
        return found[0]

    def text(self, language: str | None = None) -> str:
        """The text within, as a reader of one language sees it (or of both)."""
        if language and self.attributes.get("lang", language) != language and self.tag != "html":
            return ""
        return "".join(child if isinstance(child, str) else child.text(language) for child in self.children)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Node("page")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> names an attribute twice: {names}"
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        opened = self.open.pop()
        assert opened.tag == tag, f"line {self.getpos()[0]}: </{tag}> ends <{opened.tag}>"

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(html: str) -> Node:
    """The tree of a page; fails where tags do not fit."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert [node.tag for node in reader.open] == ["page"], f"never ended: {reader.open[1:]}"
    return reader.open[0]
