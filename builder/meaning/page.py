"""Writes the page of rules: ``python -m builder.meaning.page > templates/rules.html``."""

from __future__ import annotations

from html import escape

from builder.meaning.rule import Rule
from builder.meaning.rulebook import RULES

PAGE = """{{% extends "message.html" %}}
{{# Written by python -m builder.meaning.page from builder/meaning/rules. Edit those, then run it again. #}}
{{% block title %}}Rules of meaning · Layerloom{{% endblock %}}
{{% block message %}}
<h1>What a drawing can mean and should not</h1>
<p>A drawing whose shapes all fit can still be wrong. These are the mistakes that Layerloom tells you of, at the node
where they are.</p>
<nav><ul>
{contents}
</ul></nav>
{rules}
<p><a href="/">Open my networks</a></p>
{{% endblock %}}
"""
RULE = """<section id="{code}">
<h2>{title}</h2>
<p>{what}</p>
<p><strong>Why it matters.</strong> {why}</p>
<p><strong>How to mend it.</strong> {mend}</p>
</section>"""


def page() -> str:
    """The template, whole."""
    rules = sorted(RULES.values(), key=lambda rule: rule.title)
    contents = "\n".join(f'  <li><a href="#{rule.code}">{escape(rule.title)}</a></li>' for rule in rules)
    return PAGE.format(contents=contents, rules="\n".join(map(_section, rules)))


def _section(rule: Rule) -> str:
    texts = {name: escape(getattr(rule, name), quote=False) for name in ("title", "what", "why", "mend")}
    return RULE.format(code=rule.code, **texts)


if __name__ == "__main__":
    print(page(), end="")
