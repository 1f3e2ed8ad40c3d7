"""How well triage reads real posts: `python -m tests.rules.measure_triage [--data DIR]`, one JSON line a figure.

Without the data folder the self-written sample beside this file is measured.
"""

import argparse
import csv
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.language import detect
from bot.rules.triage import Intent, Reading, TriagePolicy, Urgency, read

SAMPLE = Path(__file__).with_name("triage_sample.jsonl")
FIRST_MARKETS = ("en", "th", "fa", "zh", "ru", "de", "es", "fr", "pt")
SAME_INTENT = {"spam_troll": "spam"}
POLICY = TriagePolicy()
Row = dict[str, Any]


def reading_of(text: str, language: str | None = None) -> Reading:
    return read(text, language=language or detect(text).code, followers=None, private=False, words=POLICY)


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        if path.suffix == ".jsonl":
            return [json.loads(line) for line in file]
        return list(csv.DictReader(file))


def kappa(pairs: list[tuple[str, str]]) -> float:
    """Cohen's kappa: https://en.wikipedia.org/wiki/Cohen%27s_kappa"""
    total = len(pairs)
    agreed = sum(truth == said for truth, said in pairs) / total
    truths, saids = Counter(truth for truth, _ in pairs), Counter(said for _, said in pairs)
    by_chance = sum(truths[label] * saids[label] for label in truths) / total**2
    return (agreed - by_chance) / (1 - by_chance) if by_chance < 1 else 1.0


def agreement(name: str, pairs: list[tuple[str, str]]) -> Iterator[Row]:
    yield figure(f"{name}_accuracy", sum(truth == said for truth, said in pairs) / len(pairs), len(pairs))
    yield figure(f"{name}_kappa", kappa(pairs), len(pairs))


def found(name: str, pairs: list[tuple[bool, bool]]) -> Iterator[Row]:
    """Recall, precision and F1 of saying yes."""
    hits = sum(truth and said for truth, said in pairs)
    wanted, said_yes = sum(truth for truth, _ in pairs), sum(said for _, said in pairs)
    recall, precision = hits / max(wanted, 1), hits / max(said_yes, 1)
    yield figure(f"{name}_recall", recall, wanted)
    yield figure(f"{name}_precision", precision, said_yes)
    yield figure(f"{name}_f1", 2 * recall * precision / max(recall + precision, 1e-9), len(pairs))


def figure(name: str, value: float, count: int) -> Row:
    return {"name": name, "value": round(value, 3), "n": count}


def measure_labelled(labelled: list[Row]) -> Iterator[Row]:
    """Intent, urgency, anger, needs_reply and sensitive; a null label is a disputed one and not counted."""
    read_rows = [(row, reading_of(row["text"])) for row in labelled]
    for name in ("intent", "urgency", "anger"):
        pairs = [(_truth(row, name), str(getattr(said, name))) for row, said in read_rows]
        yield from agreement(name, [pair for pair in pairs if pair[0] != "None"])
    urgent = [
        (row["urgency"] == "urgent", said.urgency is Urgency.URGENT)
        for row, said in read_rows
        if row["urgency"]
    ]
    yield from found("urgent", urgent)
    reply = [(row["needs_reply"] == "yes", said.needs_reply) for row, said in read_rows if row["needs_reply"]]
    yield figure("needs_reply_accuracy", sum(truth == said for truth, said in reply) / len(reply), len(reply))
    matters = [
        (matter in row["sensitive"], matter in said.sensitive)
        for row, said in read_rows
        for matter in POSSIBLE_MATTERS - set(row.get("sensitive_disputed", ()))
    ]
    yield from found("sensitive", matters)


POSSIBLE_MATTERS = frozenset(
    ("personal_data", "money", "legal", "safety", "discrimination", "press_or_executive", "security")
)


def _truth(row: Row, name: str) -> str:
    return SAME_INTENT.get(str(row[name]), str(row[name]))


def measure_complaints(path: Path) -> Iterator[Row]:
    pairs = [
        (row["label"] == "complaint", reading_of(row["text"]).intent is Intent.COMPLAINT)
        for row in rows(path)
    ]
    yield from found("complaints", pairs)


def measure_sentences(path: Path) -> Iterator[Row]:
    right: defaultdict[str, list[bool]] = defaultdict(list)
    for row in rows(path):
        if row["kind"] == "sentences":
            said = detect(row["text"]).code
            right[row["lang"]].append(said == {"nb": "no", "nn": "no"}.get(row["lang"], row["lang"]))
    ours = [ok for language in FIRST_MARKETS for ok in right[language]]
    everything = [ok for answers in right.values() for ok in answers]
    yield figure("language_first_markets", sum(ours) / len(ours), len(ours))
    yield figure("language_75", sum(everything) / len(everything), len(everything))


def measure_polarity(path: Path, text_language: str | None = None) -> Iterator[Row]:
    """Of the posts we call complaint or praise, how many people called negative or positive."""
    agreed: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows(path):
        language = text_language or row["lang"]
        if row["label"][:3] not in ("neg", "pos"):
            continue
        said = reading_of(row["text"], language).intent
        wanted = Intent.COMPLAINT if row["label"].startswith("neg") else Intent.PRAISE
        opposite = Intent.PRAISE if wanted is Intent.COMPLAINT else Intent.COMPLAINT
        agreed[language]["right" if said is wanted else "wrong" if said is opposite else "unsaid"] += 1
    for language, counts in agreed.items():
        said_something = counts["right"] + counts["wrong"]
        yield figure(f"polarity_{language}", counts["right"] / max(said_something, 1), said_something)
        yield figure(f"polarity_{language}_said", said_something / counts.total(), counts.total())


def measure_tweet_language(path: Path) -> Iterator[Row]:
    right: defaultdict[str, list[bool]] = defaultdict(list)
    for row in rows(path):
        if row["lang"] != "hi":  # written in Latin letters there
            right[row["lang"]].append(detect(row["text"]).code == row["lang"])
    for language, answers in right.items():
        yield figure(f"tweet_language_{language}", sum(answers) / len(answers), len(answers))


def measure_speed(texts: list[str]) -> Iterator[Row]:
    for name, work in (("detect", detect), ("read", lambda text: reading_of(text, "en"))):
        times = []
        for text in texts:
            start = time.thread_time()
            work(text)
            times.append(time.thread_time() - start)
        yield figure(f"{name}_microseconds_median", sorted(times)[len(times) // 2] * 1e6, len(times))
    start = time.thread_time()
    reading_of("my phone is broken! 😡 " * 50_000)
    yield figure("megabyte_post_milliseconds", (time.thread_time() - start) * 1e3, 1)


def measure(data: Path) -> Iterator[Row]:
    labelled = data / "first_posts_labelled.jsonl"
    posts = rows(labelled if labelled.exists() else SAMPLE)
    yield from measure_labelled(posts)
    yield from measure_speed([row["text"] for row in posts])
    for name, measured in (
        ("complaints.csv", measure_complaints),
        ("langid_lingua.csv", measure_sentences),
        ("multilingual_sentiment_train.csv", measure_tweet_language),
        ("multilingual_sentiment_train.csv", measure_polarity),
        ("wisesight_train.csv", lambda path: measure_polarity(path, "th")),
        ("ru_brand_tweets.csv", lambda path: measure_polarity(path, "ru")),
    ):
        if (data / name).exists():
            yield from measured(data / name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    for line in measure(parser.parse_args().data):
        sys.stdout.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
