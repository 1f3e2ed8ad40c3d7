"""How well listening finds brands: `python -m tests.rules.measure_listening --data DIR`, one JSON line a figure.

The policy below is what an operator might write on a first day, not tuned to the rows.
"""

import argparse
import csv
import json
import sys
from collections import defaultdict
from pathlib import Path

from bot.language import detect
from bot.rules.listening import Kind, ListeningPolicy, Term, match

ENGLISH = frozenset({"en"})


def _policy(brand: str, *others: str, **conditions) -> ListeningPolicy:
    terms = [Term(brand, languages=ENGLISH, fuzzy=True, **conditions)]
    terms += [Term(other, Kind.PRODUCT, languages=ENGLISH, fuzzy=len(other) > 5) for other in others]
    return ListeningPolicy(tuple(terms))


POLICIES = {
    "apple": _policy(
        "apple", "iphone", "ipad", "ipod", "macbook", "imac", "itunes", "siri", "ios", "ios5", "icloud",
        not_near=("pie", "juice", "cider", "sauce", "crumble", "tree", "orchard"), never=("apply", "apples", "ample"),
    ),
    "google": _policy("google", "gmail", "android", "nexus", "chrome", "ice cream sandwich", "ics"),
    "microsoft": _policy("microsoft", "windows", "windows phone", "xbox", "bing", "msft", "ballmer", "skype"),
    "twitter": _policy("twitter", "tweetdeck", "tweets"),
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    file = parser.parse_args().data / "brand_mentions.csv"
    if not file.exists():
        sys.stderr.write(f"{file} is not there: nothing measured\n")
        return
    answers: defaultdict[str, list[bool]] = defaultdict(list)
    with file.open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            policy = POLICIES.get(row["brand"].lower())
            if policy and row["label"] != "unsure":
                found = match(row["text"], detect(row["text"]).code, policy)
                relevant = "irrelevant" if row["label"] == "irrelevant" else "relevant"
                answers[f"{row['source']}_{row['brand'].lower()}_{relevant}"].append(found is not None)
                answers[f"all_{relevant}"].append(found is not None)
    for name, found in sorted(answers.items()):
        line = {"name": f"{name}_found", "value": round(sum(found) / len(found), 3), "n": len(found)}
        sys.stdout.write(json.dumps(line) + "\n")
    yes = sum(answers["all_relevant"])
    precision = yes / (yes + sum(answers["all_irrelevant"]))
    sys.stdout.write(json.dumps({"name": "all_precision", "value": round(precision, 3), "n": yes}) + "\n")


if __name__ == "__main__":
    main()
