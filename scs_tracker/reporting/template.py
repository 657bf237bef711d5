"""Load the templates of the reports, render them, and explain errors in a user's template."""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from html import escape
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.errors import TrackerError
from scs_tracker.reporting import words
from scs_tracker.sentences import words as plain
from scs_tracker.sentences.language import current, gettext, ngettext

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2 import Environment

#: Under which name a user's template finds ours of the same name, to change some blocks of it.
_OURS: Final = "ours"
#: In what a user's template ends beside jinja2's own errors: it is no text, a folder, or counts with words.
_FAULTS: Final = (OSError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
#: What would end an address inside the angle brackets of a Markdown link.
_ESCAPES: Final = str.maketrans({"<": "%3C", ">": "%3E", "\n": "%0A", "\\": "%5C", " ": "%20"})
_MARKDOWN: Final = re.compile(r"[\\`*_\[\]|~$]|^[-+#=:]|(?<=^\d)[.)](?=\s|$)|(?<=^\d\d)[.)](?=\s|$)")


def content_policy(*, style: str, script: str = "") -> str:
    """Return a content security policy that allows only the inline texts ``style`` and ``script``."""
    digests = {
        f"{kind}-src": base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for kind, text in (("style", style), ("script", script))
        if text
    }
    allowed = [f"{source} 'sha256-{digest}'" for source, digest in digests.items()]
    return "; ".join(["default-src 'none'", *allowed, "base-uri 'none'", "form-action 'none'"])


def environment(templates: Path | None) -> Environment:
    """Return the environment of the shipped templates, overridden by a user's folder if given; HTML is escaped."""
    if templates is not None and not templates.is_dir():
        raise TrackerError(f"the folder of templates {templates} does not exist; omit it to use the shipped ones")
    result = _ours() if templates is None else _environment(templates)
    result.globals["language"] = current()
    return result


@functools.cache
def _ours() -> Environment:
    """Return the environment of the shipped templates, in which each template is compiled once per process."""
    return _environment(None)


def _environment(templates: Path | None) -> Environment:
    from jinja2 import (
        ChoiceLoader,
        Environment,
        FileSystemLoader,
        PackageLoader,
        PrefixLoader,
        StrictUndefined,
        select_autoescape,
    )

    ours = PackageLoader("scs_tracker.reporting", "templates")
    loaders: list[Any] = [ours]
    if templates is not None:
        loaders = [FileSystemLoader(templates), PrefixLoader({_OURS: ours}), ours]
    result = Environment(
        loader=ChoiceLoader(loaders),
        autoescape=select_autoescape(enabled_extensions=("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    result.globals.update(_=gettext, ngettext=ngettext)
    result.filters.update(
        people=words.people,
        counted=words.counted,
        event_kind=words.event_kind,
        figure=words.figure,
        has_dash=lambda rows: any(value is None for row in rows for value in row.values()),
        date=plain.date_words,
        sentence=plain.sentence,
        md=markdown,
        zone_words=words.zone_words,
        changed_words=words.changed,
        url=lambda text: text.translate(_ESCAPES),
    )
    return result


def rendered(templates: Environment, name: str, **context: Any) -> str:
    """Return a template with its values filled in; raise a TrackerError if it is missing or faulty."""
    from jinja2 import TemplateError

    try:
        if templates is not _ours():
            _require_known_blocks(templates, name)
        return templates.get_template(name).render(**context)
    except RecursionError:
        hint = f'it calls or extends itself; {{% extends "{_OURS}/{name}" %}} extends the shipped template'
        raise TrackerError(f"template {name} cannot be used: {hint}") from None
    except (TemplateError, *_FAULTS) as error:
        raise TrackerError(f"template {name} cannot be used: {error}") from None


def _require_known_blocks(templates: Environment, name: str) -> None:
    """Raise an error if a template defines a block that the shipped one lacks: jinja2 would ignore it."""
    from jinja2 import nodes

    loader = templates.loader
    tree = templates.parse(loader.get_source(templates, name)[0] if loader else "")
    parents = [node.template.value for node in tree.find_all(nodes.Extends) if isinstance(node.template, nodes.Const)]
    for parent in parents:
        known = templates.get_template(parent).blocks
        wrong = next((block.name for block in tree.find_all(nodes.Block) if block.name not in known), "")
        if wrong:
            only = ", ".join(sorted(known))
            raise TrackerError(f"template {name} cannot be used: {parent} has no block {wrong}, only {only}")


def markdown(text: Any) -> str:
    r"""Return ``text`` escaped for Markdown, on one line.

    >>> markdown("<b>*5* ships</b>")
    '&lt;b&gt;\\*5\\* ships&lt;/b&gt;'
    """
    return _MARKDOWN.sub(r"\\\g<0>", escape(" ".join(str(text).split()), quote=False))
