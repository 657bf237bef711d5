"""The landing page of the published folder, made from what was issued and what lies beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from scs_tracker.reporting.archive import years_of
from scs_tracker.reporting.method import attribution
from scs_tracker.reporting.template import content_policy, environment, rendered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: Stands in every landing page; one without it is somebody else's and is left alone.
MARK: Final = "scs-tracker landing page"


def render_landing(
    weeks: Sequence[dict[str, Any]],
    periods: Sequence[dict[str, Any]],
    *,
    maps: Sequence[Mapping[str, Any]],
    data: Sequence[str],
    weekly: str,
) -> str:
    """Return the landing page as one HTML file that loads nothing.

    Parameters
    ----------
    weeks, periods
        What was issued, as ``archive.entries`` and ``period_archive.period_entries`` give it.
    maps
        Maps beside the page: file, title and description.
    data
        Names of tables beside the page.
    weekly
        Address of the folder of the weeks as seen from the page, with ``/`` at its end.
    """
    templates = environment(None)
    style = rendered(templates, "weekly.css") + rendered(templates, "index.css")
    script = rendered(templates, "index.js")
    return rendered(
        templates,
        "landing.html.j2",
        mark=MARK,
        latest=next((week for week in weeks if not week["withdrawn"]), None),
        years=years_of(weeks),
        periods=periods,
        maps=maps,
        data=data,
        weekly=weekly,
        attribution=attribution(),
        style=style,
        script=script,
        policy=content_policy(style=style, script=script),
    )
