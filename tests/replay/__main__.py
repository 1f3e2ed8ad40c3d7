"""Play recorded conversations in, and check what came of it: `python -m tests.replay --data FOLDER`.

By default through the desk's intake into a store of its own. `--to URL --secret SECRET` posts to a running desk's
webhook instead; `--write FILE` only writes the mentions, for `mentiondesk intake FILE`.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx

from storage.db import connect
from tests.replay import model, play, threads
from tests.replay.threads import Recorded


def main() -> int:
    options = _options()
    path = options.data / threads.NAME if options.data and options.data.is_dir() else options.data
    path = path or threads.real_file() or threads.SAMPLE
    recorded = threads.read(path, threads=options.threads)
    mentions = (
        recorded.mentions if options.shuffle is None else play.shuffled(recorded.mentions, options.shuffle)
    )
    if options.write:
        options.write.write_text("".join(json.dumps(post) + "\n" for post in mentions), encoding="utf-8")
        return 0
    if options.to:
        at = datetime.now(UTC)  # noqa: TID251 - a signature's own time
        new = play.post(httpx.Client(timeout=60), options.to, options.secret, mentions, options.page, at)
        print(f"{new:,} new mentions of {len(recorded.inbound):,}")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        return _played_well(recorded, mentions, options, options.database or f"sqlite:///{folder}/desk.db")


def _played_well(
    recorded: Recorded, mentions: list[threads.Mention], options: argparse.Namespace, url: str
) -> int:
    def work() -> None:
        with play.open_desk(url, recorded.brands) as desk:
            play.play_on(desk, mentions, options.page)

    play.language_of("a first text, so that the detector is loaded before anything is measured or forked")
    began = time.perf_counter()
    cut_short = play.killed(work, options.kills, options.longest, options.seed) if options.kills else work()
    seconds = time.perf_counter() - began
    db = connect(url)
    found = play.stored(db)
    db.close()
    well = found.partition == model.partition(recorded.mentions, recorded.brands)
    killed = f", killed {cut_short} times on the way" if cut_short else ""
    verdict = "as it should be" if well else "NOT as it should be"
    print(f"{play.summary(recorded, found)}{killed}, {verdict}, in {seconds:.1f} s")
    return 0 if well else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.replay", description=__doc__)
    parser.add_argument("--data", type=Path, help=f"the recording, or the folder that holds {threads.NAME}")
    parser.add_argument("--threads", action="store_true", help="the network names the thread of each post")
    parser.add_argument("--page", type=int, default=100, help="posts a page")
    parser.add_argument("--shuffle", type=int, metavar="SEED", help="in another order")
    parser.add_argument(
        "--database", metavar="URL", help="a store to play into, else one that is thrown away"
    )
    parser.add_argument("--kills", type=int, default=0, help="how often to kill it on the way")
    parser.add_argument("--longest", type=float, default=1.0, help="seconds it may live at most before that")
    parser.add_argument("--seed", type=int, default=0, help="of the moments at which it is killed")
    parser.add_argument("--to", metavar="URL", help="post to this webhook address")
    parser.add_argument("--secret", default="", help="the webhook's secret")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the mentions, a line each")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
