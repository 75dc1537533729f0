"""300: keep the text as published, and make title, deck, text and names Simplified."""

from __future__ import annotations

from covidmeet.items import Article
from covidmeet.text.lines import find
from covidmeet.text.normal import content_hash
from covidmeet.text.script import needs_conversion, script_of, simplify

_HEADLINES = ("title", "deck", "original_title", "source")


class ScriptPipeline:
    """After the repair, because conversion destroys the byte identity that the repair works on."""

    def process_item(self, item: Article) -> Article:
        """Set ``body_original``, ``script``, the Simplified fields, ``content_hash``, ``stored_fixes``."""
        item.body_original = item.body
        item.script = script_of(item.body or item.text)
        item.stored_fixes = _stored_fixes(item)
        if item.script == "hant":
            item.reporters = [simplify(name) for name in item.reporters]
            item.editors = [simplify(name) for name in item.editors]
        for name in ("body", *_HEADLINES):
            value = getattr(item, name)
            if value and (item.script == "hant" or needs_conversion(value)):
                setattr(item, name, simplify(value))
        item.content_hash = content_hash(item.body)
        return item


def _stored_fixes(item: Article) -> list[dict[str, object]]:
    """The fixes that lie in stored fields, by their offset in the field as published."""
    stored: list[dict[str, object]] = []
    for name, lines in item.lines.items():
        text = "\n".join(line.text for line in lines)
        for fix in item.fixes:
            at = find(lines, fix.offset)
            if at is not None and text.startswith(fix.after, at):
                stored.append(
                    {"field": name, "offset": at, "rule": fix.rule, "before": fix.before, "after": fix.after}
                )
    return stored
