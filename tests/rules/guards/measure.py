"""How much the guards catch, and how often they cry wolf: JSON lines on standard output.

    python -m tests.rules.guards.measure --data DIR

DIR may hold `pii_synth.jsonl` (`{text, spans:[{type, start, end}]}`) and `care_threads.jsonl`
(`{turns:[{text, inbound}]}`); what is missing is skipped. The self-written cases are always measured.
A labelled span is caught when a finding of its kind overlaps it; `caught_by_any` counts any kind, since the reply is
refused either way.
"""

import argparse
import json
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.rules.guards import Finding, Kind, Policy, find

CASES = Path(__file__).parent / "cases.jsonl"
LABELS = {
    "EMAIL_ADDRESS": Kind.EMAIL,
    "PHONE_NUMBER": Kind.PHONE,
    "CREDIT_CARD": Kind.CARD,
    "IBAN_CODE": Kind.IBAN,
    "US_SSN": Kind.ID,
    "US_DRIVER_LICENSE": Kind.ID,
    "US_PASSPORT": Kind.ID,
    "US_ITIN": Kind.ID,
    "US_BANK_NUMBER": Kind.ACCOUNT,
}
STRUCTURED = (Kind.EMAIL, Kind.PHONE, Kind.CARD, Kind.IBAN, Kind.ID)
Labelled = tuple[str, list[tuple[Kind, int, int]]]


def read(path: Path) -> list[dict[str, Any]]:
    """JSON lines of a file; none where there is no such file."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def published(folder: Path) -> list[Labelled]:
    """The public data set's rows, with the labels that the guards promise to catch."""
    return [
        (
            row["text"],
            [(LABELS[s["type"]], s["start"], s["end"]) for s in row["spans"] if s["type"] in LABELS],
        )
        for row in read(folder / "pii_synth.jsonl")
    ]


def self_written() -> list[Labelled]:
    """The cases of this repository; `private` is the part of the text that must be found."""
    rows = read(CASES)
    return [
        (
            row["text"],
            [(Kind(row["kind"]), (at := row["text"].index(row["private"])), at + len(row["private"]))],
        )
        for row in rows
        if row["kind"]
    ]


def recall(name: str, rows: Iterable[Labelled], policy: Policy) -> list[dict[str, Any]]:
    """Per kind: labelled spans, those caught by that kind, by any kind, and what was missed."""
    seen: dict[Kind, dict[str, Any]] = {}
    for text, spans in rows:
        findings = find(text, policy)
        for kind, start, end in spans:
            line = seen.setdefault(kind, {"labelled": 0, "caught": 0, "caught_by_any": 0, "missed": []})
            over = [finding for finding in findings if finding.start < end and start < finding.end]
            line["labelled"] += 1
            line["caught_by_any"] += bool(over)
            if any(finding.kind == kind for finding in over):
                line["caught"] += 1
            else:
                line["missed"].append([text[start:end], *(finding.kind.value for finding in over)])
    lines = [{"set": name, "kind": kind.value, **line} for kind, line in sorted(seen.items())]
    structured = [line for line in lines if line["kind"] in STRUCTURED]
    total = sum(line["labelled"] for line in structured)
    caught = sum(line["caught"] for line in structured)
    return [
        *lines,
        {
            "set": name,
            "kind": "structured",
            "labelled": total,
            "caught": caught,
            "share": _share(caught, total),
        },
    ]


def alarms(folder: Path, policy: Policy) -> list[dict[str, Any]]:
    """Every finding in real agent replies, for a person to judge, and the time one reply takes."""
    replies = [
        turn["text"]
        for thread in read(folder / "care_threads.jsonl")
        for turn in thread["turns"]
        if not turn["inbound"]
    ]
    if not replies:
        return []
    started = time.perf_counter()
    found = [(text, find(text, policy)) for text in replies]
    spent = time.perf_counter() - started
    flagged = [(text, findings) for text, findings in found if findings]
    shown = [
        _alarm(text, finding)
        for text, findings in flagged
        for finding in findings
        if "__" not in text[finding.start : finding.end]
    ]
    lines: list[dict[str, Any]] = [{"set": "care_threads", "reply_with": line} for line in shown]
    return [
        *lines,
        {
            "set": "care_threads",
            "agent_replies": len(replies),
            "replies_with_findings": len(flagged),
            "findings_not_masked_by_publisher": len(shown),
            "per_1000": round(1000 * len(shown) / len(replies), 2),
            "ms_per_reply": round(1000 * spent / len(replies), 3),
        },
    ]


def wolves(policy: Policy) -> dict[str, Any]:
    """The self-written innocent texts, and those that raised a false alarm."""
    innocent = [row["text"] for row in read(CASES) if not row["kind"]]
    cried = [text for text in innocent if find(text, policy)]
    return {"set": "self_written", "innocent": len(innocent), "false_alarms": len(cried), "cried": cried}


def _alarm(text: str, finding: Finding) -> dict[str, Any]:
    around = text[max(0, finding.start - 50) : finding.end + 20]
    return {
        "kind": finding.kind.value,
        "found": text[finding.start : finding.end],
        "sure": finding.sure,
        "around": around,
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def main(arguments: list[str] | None = None) -> None:
    """Print the figures of every set there is."""
    parser = argparse.ArgumentParser(description="Measure the guards.")
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder of the public data sets")
    folder = parser.parse_args(arguments).data
    policy = Policy(masks_count=True)
    lines = [
        *recall("pii_synth", published(folder), policy),
        *recall("self_written", self_written(), policy),
        wolves(policy),
        *alarms(folder, policy),
    ]
    for line in lines:
        print(json.dumps(line, ensure_ascii=False))


if __name__ == "__main__":
    main()
