"""A local workspace that plays Slack towards the app, and the world outside towards its networks.

It imports nothing of the desk and speaks HTTP only: `python -m bot.workspace --port 8080 --app-url URL`, or
`create_app(WorkspaceSettings(...))` in a test. It is strict where Slack is strict, so a card that passes here passes
there. Socket Mode is not played.

Who and what is here (`people.py`): agent1 Ana Ramos U0AGENT1, agent2 Ben Okafor U0AGENT2, manager1 Mira Chen
U0MANAGER1, guest1 Guest Gil U0GUEST1 (restricted), the app U0DESKBOT; #social-care C0CARE with the app in it,
#general C0GENERAL without; a direct message with each person, D0AGENT1 and so on; @care-agents, @care-managers.

**Slack's side**: `/api/{method}` for the methods of `api.METHODS`; `/response/{token}`; `/upload`, `/files`,
`/archives`. Signed requests go to the app's one URL.

**For tests**, in JSON:

- `POST /_workspace/act`: `{"as": NAME, ...}` with one of
  `"click": {"channel", "ts", "action_id", "block_id"?, "value"?, "state"?}` (in a dialog `"view": true` and in the App
  Home `"home": true` instead of channel and ts),
  `"submit": {block_id: {action_id: value}}`, `"close": true | "all"`,
  `"suggest": {"view": true | "channel", "ts", "action_id", "value"}`,
  `"shortcut": CALLBACK_ID` (with `"channel"`, `"ts"` for a message's), `"command": "/desk help"`,
  `"say": TEXT` (`"channel"`, `"thread_ts"`), `"edit": TS` (`"text"`), `"delete": TS`, `"react": NAME` (`"ts"`),
  `"dismiss": TS`, `"open_home": true`, `"invite": NAME` (`"channel"`), `"change_user": {"user", "is_restricted", ...}`,
  `"add_user": {"name", ...}`, `"change_group": {"handle", "users"}`. A value is plain: a button's or an option's value, a list of them, a user's id,
  seconds since 1970; or Slack's own state object. The answer says what that person saw: `ok`, `status` (0: no
  answer), `ms`, `timed_out`, `warning`, `errors` by block_id, `view` (the dialog in front), `ephemerals`. An act that
  makes no sense is a 400 with `error`.
- `GET /_workspace/state`: everything, with `calls` per method and `events` with the outcome of each try.
- `POST | GET | DELETE /_workspace/faults`: see `faults.Fault`.

**The outside** (`outside.py`), for a network connector:

- `GET /outside/mentions?after=CURSOR&limit=100` -> `{"items": [...], "cursor", "has_more"}`; an item is
  `{seq, kind: post | edit | delete, id, text, created_at, author {id, handle, name, followers}, url, in_reply_to,
  thread, private, media [{url, alt}], network}`.
- `POST /outside/replies` with `Idempotency-Key` and `{reply_id, audience, text, in_reply_to, thread, account}` ->
  201 `{id, url}`, the same key again 200 and the same answer; 422 `{error}` for over 500 characters.
- `GET /outside/replies?key=KEY` -> 200 `{id, url}` or 404.
- `GET /outside/reception?id=ID` -> 200 `{gone, replies}` of an answer, or 404.
- `POST /outside/act`: `{"as": PERSONA, "text", "private"?, "in_reply_to"?}`, `{"as", "edit": ID, "text"}`,
  `{"as", "delete": ID}`, `{"remove": ID}` (the network takes an answer away), `{"samples": "pause" | "go" | "next"}`. `GET /outside/screen` shows it all.

**The page** at `/` (`static/`, no build step). To drive it: `body[data-ready]` says it is drawn; messages are
`[data-testid=message]` and `[data-testid=ephemeral]`, each with `data-ts`; elements carry `data-action-id`,
`data-block-id` and `data-value`; menu entries `[role=menuitem][data-value]`. By `data-testid`: `person-switch`, `theme`,
`toggle-customers`, `tab-list`, `tab-chat`, `tab-customers`, `channel-NAME`, `app`, `app-tab-home`, `app-tab-messages`,
`app-home`, `messages`, `composer`, `composer-send`, `hints`, `thread`, `open-thread`, `thread-messages`,
`thread-composer`, `close-thread`, `message-more`, `reply-in-thread`, `dismiss`, `modal`, `modal-submit`, `modal-close`,
`modal-x`, `modal-back`, `modal-warning`, `confirm`, `confirm-yes`, `confirm-no`, `toast`, `menu`; in the customers' pane
`outside-tab-public`, `outside-tab-private`, `outside-public`, `outside-private`, `customer-post`, `brand-post`,
`customer-message`, `brand-message` (each with `data-post-id`), `reply-post`, `edit-post`, `edit-box`, `edit-save`,
`delete-post`, `customer-as`, `customer-box`, `customer-send`, `samples-toggle`, `samples-next`.
"""

from bot.workspace.server import create_app
from bot.workspace.settings import Command, Shortcut, WorkspaceSettings

__all__ = ["Command", "Shortcut", "WorkspaceSettings", "create_app"]
