"""The command line: `mentiondesk COMMAND`. Each command imports what it needs when it runs, so that all start fast."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.commands import load_settings
from storage.words import Audience

app = typer.Typer(
    help="The social-care desk that lives inside Slack.", no_args_is_help=True, add_completion=False
)
record_app = typer.Typer(help="The record: who did what, when.", no_args_is_help=True)
db_app = typer.Typer(help="The database.", no_args_is_help=True)
approval_app = typer.Typer(help="Approval: who must agree to what.", no_args_is_help=True)
app.add_typer(record_app, name="record")
app.add_typer(approval_app, name="approval")
app.add_typer(db_app, name="db")
windows_app = typer.Typer(help="Windows: try a policy before it rules anyone's day.", no_args_is_help=True)
app.add_typer(windows_app, name="windows")
listen_app = typer.Typer(help="Listening: which posts without a tag are about us.", no_args_is_help=True)
app.add_typer(listen_app, name="listen")


@app.command()
def run() -> None:
    """Run the desk: Socket Mode when SLACK_APP_TOKEN is set, else HTTP at POST /slack/events."""
    from bot.commands.run import run as run_desk

    run_desk(load_settings())


@app.command()
def demo(
    port: Annotated[int, typer.Option(envvar="PORT", help="Where the workspace listens.")] = 8080,
    browser: Annotated[bool, typer.Option(help="Open the workspace in a browser.")] = True,
) -> None:
    """Try the desk without Slack: a local workspace in the browser, the real desk behind it."""
    from bot.commands.demo import demo as run_demo

    run_demo(port, open_browser=browser)


@app.command()
def connect(
    network: Annotated[str, typer.Argument(help="bluesky, mastodon, x, reddit or rss")],
    name: Annotated[str, typer.Option(help="The source's name, where a network has several.")] = "",
) -> None:
    """Walk through the login of a network, try each permission, and print its settings."""
    from bot.commands.connect import connect as run_connect

    raise typer.Exit(run_connect(load_settings(slack=False), network, name))


@app.command()
def doctor() -> None:
    """Name each thing that is missing or wrong, with its cure; repair cards that disagree with the store."""
    from bot.commands.doctor import doctor as run_doctor

    raise typer.Exit(run_doctor(load_settings()))


@app.command()
def intake(
    file: Annotated[
        Path,
        typer.Argument(
            help="Mentions, one JSON object a line; - reads standard input.",
            exists=True,
            dir_okay=False,
            readable=True,
            allow_dash=True,
        ),
    ],
    source: Annotated[str, typer.Option(help="The source they count for.")] = "file",
) -> None:
    """Read mentions from a file, exactly as if the source had delivered them."""
    from bot.commands.intake import intake as run_intake

    raise typer.Exit(run_intake(load_settings(slack=False), file, source))


@app.command()
def export(
    what: Annotated[str, typer.Argument(help="mentions, tickets, replies or record")],
    format: Annotated[str, typer.Option(help="jsonl or csv")] = "jsonl",  # noqa: A002 - the option's name
) -> None:
    """Write what the store holds to standard output."""
    from bot.commands.export import export as run_export

    raise typer.Exit(run_export(load_settings(slack=False), what, format))


@app.command()
def report(
    period: Annotated[str, typer.Argument(help="day, week, month, 14d, or 2026-03-01..2026-03-07")] = "week",
    format: Annotated[str, typer.Option(help="html, csv or json")] = "html",  # noqa: A002 - the option's name
) -> None:
    """Write the figures of a period to standard output; as HTML, one page with charts that needs nothing else."""
    from bot.commands.report import report as run_report

    raise typer.Exit(run_report(load_settings(slack=False), period, format))


@app.command()
def bench(
    names: Annotated[list[str] | None, typer.Argument(help="Which figures; all when none is named.")] = None,
) -> None:
    """Measure the desk, one JSON line per figure: a ratio taken in one run. Exit code 1 if one is not ok."""
    from bot.commands.bench import bench as run_bench

    raise typer.Exit(run_bench(names or []))


@app.command()
def guard(
    audience: Annotated[Audience, typer.Option(help="Who would read them.")] = Audience.PUBLIC,
) -> None:
    """Say what private data texts hold (JSON lines {text} on standard input), and what the dialog would say."""
    from bot.commands.guard import guard as run_guard

    raise typer.Exit(run_guard(load_settings(slack=False), audience))


@approval_app.command("why")
def approval_why() -> None:
    """Say which replies (JSON lines on standard input) would need whose approval, and by which rule.

    A line needs `text`; what else a rule may look at is audience, source or network, account, author, author_sent,
    trainee, angry, followers, vip, handle, crisis and saved_reply. `mentiondesk export replies` writes such lines.
    """
    from bot.commands.approval import why

    raise typer.Exit(why(load_settings(slack=False)))


@record_app.command("verify")
def record_verify() -> None:
    """Check that no entry of the record was changed, removed or moved."""
    from bot.commands.record import verify

    raise typer.Exit(verify(load_settings(slack=False)))


@record_app.command("export")
def record_export(
    ticket: Annotated[int | None, typer.Option(help="Only what is about this ticket.")] = None,
    person: Annotated[str | None, typer.Option(help="Only what this person did, by Slack id.")] = None,
    since: Annotated[str, typer.Option(help="Only from this time on: 2026-03-02 or 2026-03-02T09:30.")] = "",
    until: Annotated[str, typer.Option(help="Only before this time.")] = "",
    format: Annotated[str, typer.Option(help="jsonl, or html to read and print")] = "jsonl",  # noqa: A002 - the option's name
) -> None:
    """Write the record, or a part of it, to standard output."""
    from bot.commands.record import export as run_export

    settings = load_settings(slack=False)
    raise typer.Exit(
        run_export(settings, ticket=ticket, person=person, since=since, until=until, format=format)
    )


@record_app.command("forget")
def record_forget(
    source: Annotated[str, typer.Argument(help="The source's name in desk.toml.")],
    customer: Annotated[str, typer.Argument(help="The customer's id or handle there.")],
) -> None:
    """Delete a customer's data on request: stubs stay, and the record still holds."""
    from bot.commands.record import forget_customer

    raise typer.Exit(forget_customer(load_settings(slack=False), source, customer))


@db_app.command("upgrade")
def db_upgrade() -> None:
    """Bring the database up to date. `run` does this by itself."""
    from bot.commands.db import upgrade

    upgrade(load_settings(slack=False))


@windows_app.command("due")
def windows_due(
    opened: Annotated[str, typer.Option(help="When the customer wrote: 2026-03-27T16:45")] = "",
    zone: Annotated[
        str, typer.Option(help="The zone of that clock, and of the answer; left out: the desk's own.")
    ] = "",
    network: Annotated[str, typer.Option(help="Such as instagram.")] = "",
    audience: Annotated[str, typer.Option(help="public or private")] = "public",
    urgency: Annotated[str, typer.Option(help="urgent, normal or low")] = "normal",
    language: Annotated[str, typer.Option(help="Such as th.")] = "",
    brand: Annotated[str, typer.Option(help="The account of ours that was written to.")] = "",
    vip: Annotated[bool, typer.Option(help="Whether the customer is a VIP.")] = False,
    jsonl: Annotated[
        bool,
        typer.Option(help='Read cases from standard input, one JSON object a line: {"opened": …, "zone": …}'),
    ] = False,
    policy: Annotated[Path | None, typer.Option(help="Another desk.toml to try.")] = None,
) -> None:
    """Print when each window of a mention would end and nag, as one JSON line per window."""
    from bot.commands.windows import due, due_lines

    settings = load_settings(slack=False, config=policy)
    about = {"network": network, "audience": audience, "urgency": urgency, "language": language}
    case = about | {"opened": opened, "zone": zone, "brand": brand, "vip": vip}
    raise typer.Exit(due_lines(settings) if jsonl else due(settings, case))


@windows_app.command("simulate")
def windows_simulate(
    file: Annotated[Path | None, typer.Option(help="Replay this file instead of the store.")] = None,
    days: Annotated[int, typer.Option(min=1, help="How many days back.")] = 30,
    policy: Annotated[Path | None, typer.Option(help="Another desk.toml to try.")] = None,
    first_response: Annotated[float | None, typer.Option(min=0.1, help="Minutes to try.")] = None,
    next_response: Annotated[float | None, typer.Option(min=0.1, help="Minutes to try.")] = None,
    resolution: Annotated[float | None, typer.Option(min=0.1, help="Minutes to try.")] = None,
    picture: Annotated[Path, typer.Option(help="Where the picture goes.")] = Path("windows.png"),
) -> None:
    """Replay past tickets under other targets: what would have been missed and nagged, as a table and a picture."""
    from bot.commands.windows_simulate import Targets, simulate

    changes = Targets(
        first_response_minutes=first_response,
        next_response_minutes=next_response,
        resolution_minutes=resolution,
    )
    tried = load_settings(slack=False, config=policy) if policy else None
    raise typer.Exit(simulate(load_settings(slack=False), tried, changes, file, days, picture))


@listen_app.command("try")
def listen_try(text: Annotated[str, typer.Argument(help="The text of a post that tags nobody.")]) -> None:
    """Say whether a post that tags nobody would become a mention, and what matched. Exit code 1 if it would not."""
    from bot.commands.listen import try_text

    raise typer.Exit(try_text(load_settings(slack=False), text))


def main() -> None:
    """What the installed command runs. A store that cannot be opened is one sentence and exit code 1."""
    from bot.commands import store_troubles

    with store_troubles():
        app()


if __name__ == "__main__":
    main()
