"""Items, feeds and pages as servers give them."""

from __future__ import annotations

RAMMING = "A China Coast Guard ship rammed a Vietnamese fishing boat near Woody Island on Friday, Vietnam said."
CANNON = "China Coast Guard ships fired water cannon at a Philippine supply boat near Second Thomas Shoal on Saturday."


def item(
    own_id: str, text: str, *, title: str = "News", day: str = "Sun, 06 Oct 2024 01:00:00 +0000", link: str = ""
) -> str:
    address = f"<link>{link}</link>" if link else ""
    dated = f"<pubDate>{day}</pubDate>" if day else ""
    return (
        f'<item><guid isPermaLink="false">{own_id}</guid><title>{title}</title>{address}{dated}'
        f"<description><![CDATA[<p>{text}</p>]]></description></item>"
    )


def rss(*items: str) -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{"".join(items)}</channel></rss>'.encode()


def page(text: str, *, title: str = "T", day: str = "") -> bytes:
    dated = f'<meta property="article:published_time" content="{day}">' if day else ""
    body = "".join(f"<p>{part}</p>" for part in text.split("\n"))
    return f"<html><head><title>{title}</title>{dated}</head><body><article>{body}</article></body></html>".encode()
