"""Reads feeds as a reader's program does and prints what it found, as one JSON object: by file, the entries with their
ids, titles, addresses and days. Usage: feeds.py FILE..."""

import json
import sys

import feedparser


def entry(one):
    return {
        "id": one.get("id", ""),
        "title": one.get("title", ""),
        "link": one.get("link", ""),
        "updated": list(one.get("updated_parsed") or one.get("published_parsed") or [])[:6],
        "content": (one.get("content") or [{"value": ""}])[0]["value"],
    }


def main(*files):
    found = {}
    for name in files:
        feed = feedparser.parse(name)
        found[name] = {
            "version": feed.version,
            "wrong": str(feed.bozo_exception) if feed.bozo else "",
            "title": feed.feed.get("title", ""),
            "link": feed.feed.get("link", ""),
            "entries": [entry(one) for one in feed.entries],
        }
    json.dump(found, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
