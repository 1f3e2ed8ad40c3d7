BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0004');
CREATE TABLE approval (
	id INTEGER NOT NULL, 
	ticket_id INTEGER NOT NULL, 
	reply_id INTEGER NOT NULL, 
	assignee VARCHAR, 
	steps JSON NOT NULL, 
	why JSON NOT NULL, 
	given JSON NOT NULL, 
	editors JSON NOT NULL, 
	asked JSON NOT NULL, 
	asked_at DATETIME NOT NULL, 
	due_at DATETIME NOT NULL, 
	deputies_called BOOLEAN NOT NULL, 
	ended_at DATETIME, 
	"end" VARCHAR(32), 
	ended_by VARCHAR, 
	end_reason VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(reply_id) REFERENCES reply (id), 
	FOREIGN KEY(ticket_id) REFERENCES ticket (id)
);
CREATE TABLE brake (
	id INTEGER NOT NULL, 
	source VARCHAR, 
	account VARCHAR, 
	reason VARCHAR NOT NULL, 
	"by" VARCHAR NOT NULL, 
	since DATETIME NOT NULL, 
	released_at DATETIME, 
	released_by VARCHAR, 
	PRIMARY KEY (id)
);
CREATE TABLE brand_post (
	id INTEGER NOT NULL, 
	source VARCHAR NOT NULL, 
	external_id VARCHAR NOT NULL, 
	conversation VARCHAR NOT NULL, 
	in_reply_to VARCHAR, 
	ticket_id INTEGER, 
	author_handle VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	url VARCHAR, 
	created_at DATETIME NOT NULL, 
	received_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(ticket_id) REFERENCES ticket (id), 
	UNIQUE (source, external_id)
);
CREATE TABLE login (
	source VARCHAR NOT NULL, 
	credential VARCHAR NOT NULL, 
	access VARCHAR NOT NULL, 
	refresh VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	expires_at DATETIME, 
	PRIMARY KEY (source)
);
CREATE TABLE mention (
	id INTEGER NOT NULL, 
	source VARCHAR NOT NULL, 
	external_id VARCHAR NOT NULL, 
	ticket_id INTEGER NOT NULL, 
	conversation VARCHAR NOT NULL, 
	in_reply_to VARCHAR, 
	private BOOLEAN NOT NULL, 
	author_id VARCHAR NOT NULL, 
	author_handle VARCHAR NOT NULL, 
	author_name VARCHAR NOT NULL, 
	followers INTEGER, 
	text VARCHAR NOT NULL, 
	language VARCHAR NOT NULL, 
	url VARCHAR, 
	media JSON NOT NULL, 
	facts JSON NOT NULL, 
	rating INTEGER, 
	created_at DATETIME NOT NULL, 
	received_at DATETIME NOT NULL, 
	edited_at DATETIME, 
	deleted_at DATETIME, 
	PRIMARY KEY (id), 
	FOREIGN KEY(ticket_id) REFERENCES ticket (id), 
	UNIQUE (source, external_id)
);
INSERT INTO "mention" VALUES(1,'watcher','p-1',1,'p-1',NULL,0,'u-7','nadia','Nadia ☃',NULL,'Where is my parcel?
Πού είναι;','und',NULL,'[]','{}',NULL,'2026-03-02 09:00:00.000000','2026-03-02 09:00:00.000000',NULL,NULL);
CREATE TABLE nag (
	id INTEGER NOT NULL, 
	ticket_id INTEGER NOT NULL, 
	posting_id INTEGER, 
	window VARCHAR NOT NULL, 
	round VARCHAR NOT NULL, 
	rung INTEGER NOT NULL, 
	addressee VARCHAR NOT NULL, 
	due_at DATETIME NOT NULL, 
	fired_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	PRIMARY KEY (id), 
	FOREIGN KEY(posting_id) REFERENCES posting (id), 
	FOREIGN KEY(ticket_id) REFERENCES ticket (id), 
	UNIQUE (ticket_id, window, round, rung, addressee)
);
CREATE TABLE note (
	id INTEGER NOT NULL, 
	ticket_id INTEGER NOT NULL, 
	author VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	channel VARCHAR, 
	ts VARCHAR, 
	created_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(ticket_id) REFERENCES ticket (id), 
	UNIQUE (channel, ts)
);
INSERT INTO "note" VALUES(1,1,'U1','Known customer.',NULL,NULL,'2026-03-02 09:00:00.000000');
CREATE TABLE outbox (
	id INTEGER NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	destination VARCHAR NOT NULL, 
	lane VARCHAR NOT NULL, 
	priority INTEGER NOT NULL, 
	ticket_id INTEGER, 
	reply_id INTEGER, 
	person VARCHAR, 
	payload JSON NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	not_before DATETIME NOT NULL, 
	leased_until DATETIME, 
	leased_by VARCHAR, 
	tried_at DATETIME, 
	attempts INTEGER NOT NULL, 
	problem VARCHAR, 
	remote_ts VARCHAR, 
	created_at DATETIME NOT NULL, 
	done_at DATETIME, 
	PRIMARY KEY (id)
);
INSERT INTO "outbox" VALUES(1,'card','slack','ticket:1',2,NULL,NULL,NULL,'{}','queued','2026-03-02 09:00:00.000000',NULL,NULL,NULL,0,NULL,NULL,'2026-03-02 09:00:00.000000',NULL);
CREATE TABLE pause (
	id INTEGER NOT NULL, 
	ticket_id INTEGER, 
	source VARCHAR, 
	kind VARCHAR(32) NOT NULL, 
	started_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	PRIMARY KEY (id), 
	FOREIGN KEY(ticket_id) REFERENCES ticket (id)
);
CREATE TABLE person (
	id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	real_name VARCHAR NOT NULL, 
	email VARCHAR NOT NULL, 
	zone VARCHAR NOT NULL, 
	guest BOOLEAN NOT NULL, 
	bot BOOLEAN NOT NULL, 
	gone BOOLEAN NOT NULL, 
	roles JSON NOT NULL, 
	team VARCHAR NOT NULL, 
	steps JSON NOT NULL, 
	deputy_for JSON NOT NULL, 
	trainee BOOLEAN NOT NULL, 
	away BOOLEAN NOT NULL, 
	sign_off VARCHAR NOT NULL, 
	home_seen_at DATETIME, 
	refreshed_at DATETIME NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "person" VALUES('U1','ana','','','UTC',0,0,0,'["agent"]','','[]','[]',0,0,'',NULL,'2026-03-02 09:00:00.000000');
CREATE TABLE posting (
	id INTEGER NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	addressee VARCHAR NOT NULL, 
	ticket_id INTEGER, 
	thread BOOLEAN NOT NULL, 
	items JSON NOT NULL, 
	channel VARCHAR, 
	ts VARCHAR, 
	shown VARCHAR, 
	created_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(ticket_id) REFERENCES ticket (id)
);
CREATE TABLE record (
	seq INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	actor VARCHAR NOT NULL, 
	verb VARCHAR(32) NOT NULL, 
	ticket_id INTEGER, 
	reply_id INTEGER, 
	details JSON NOT NULL, 
	previous VARCHAR NOT NULL, 
	hash VARCHAR NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "record" VALUES(1,'2026-03-02 09:00:00.000000','desk','opened',1,NULL,'{"source": "watcher"}','0000000000000000000000000000000000000000000000000000000000000000','3a6f2b2d761d11de843111fdb22a04b25d482b07de37a76050453d4db03f82e0');
INSERT INTO "record" VALUES(2,'2026-03-02 09:00:00.000000','U1','claimed',1,NULL,'{}','3a6f2b2d761d11de843111fdb22a04b25d482b07de37a76050453d4db03f82e0','772e1de496d8535bfbc3d5fbb9a2faa92c71030196b3f09bc82b02e4a6fe7f84');
CREATE TABLE reply (
	id INTEGER NOT NULL, 
	ticket_id INTEGER NOT NULL, 
	mention_id INTEGER NOT NULL, 
	source VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	author VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	audience VARCHAR(32) NOT NULL, 
	account VARCHAR NOT NULL, 
	status VARCHAR(32) NOT NULL, 
	version INTEGER NOT NULL, 
	fingerprint VARCHAR, 
	saved_reply_id INTEGER, 
	automatic BOOLEAN NOT NULL, 
	editor VARCHAR, 
	original VARCHAR, 
	follows INTEGER, 
	hold_until DATETIME, 
	attempts INTEGER NOT NULL, 
	attempt_at DATETIME, 
	sent_at DATETIME, 
	remote_id VARCHAR, 
	remote_url VARCHAR, 
	problem VARCHAR, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(follows) REFERENCES reply (id), 
	FOREIGN KEY(mention_id) REFERENCES mention (id), 
	FOREIGN KEY(ticket_id) REFERENCES ticket (id), 
	UNIQUE ("key")
);
INSERT INTO "reply" VALUES(1,1,1,'watcher','k-1','U1','On its way.','public','acme','draft',1,NULL,NULL,0,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL,'2026-03-02 09:00:00.000000','2026-03-02 09:00:00.000000');
CREATE TABLE saved_reply (
	id INTEGER NOT NULL, 
	title VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	language VARCHAR NOT NULL, 
	used INTEGER NOT NULL, 
	retired_at DATETIME, 
	PRIMARY KEY (id)
);
INSERT INTO "saved_reply" VALUES(1,'Sorry','Sorry, {name}!','und',0,NULL);
CREATE TABLE setting (
	name VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	PRIMARY KEY (name)
);
CREATE TABLE source (
	name VARCHAR NOT NULL, 
	cursor VARCHAR, 
	read_at DATETIME, 
	heard_at DATETIME, 
	failing_since DATETIME, 
	failures INTEGER NOT NULL, 
	problem VARCHAR, 
	told_at DATETIME, 
	quiet_told_at DATETIME, reader VARCHAR, next_read_at DATETIME, 
	PRIMARY KEY (name)
);
INSERT INTO "source" VALUES('watcher','c-1','2026-03-02 09:00:00.000000',NULL,NULL,0,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE source_hour (
	source VARCHAR NOT NULL, 
	hour DATETIME NOT NULL, 
	mentions INTEGER NOT NULL, 
	PRIMARY KEY (source, hour)
);
CREATE TABLE survey (
	id INTEGER NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	ticket_id INTEGER NOT NULL, 
	reply_id INTEGER NOT NULL, 
	asked_at DATETIME NOT NULL, 
	answered_at DATETIME, 
	mention_id INTEGER, 
	score INTEGER, 
	PRIMARY KEY (id), 
	FOREIGN KEY(mention_id) REFERENCES mention (id), 
	FOREIGN KEY(reply_id) REFERENCES reply (id), 
	FOREIGN KEY(ticket_id) REFERENCES ticket (id), 
	UNIQUE (reply_id)
);
CREATE TABLE ticket (
	id INTEGER NOT NULL, 
	source VARCHAR NOT NULL, 
	conversation VARCHAR NOT NULL, 
	private BOOLEAN NOT NULL, 
	author_id VARCHAR NOT NULL, 
	author_handle VARCHAR NOT NULL, 
	author_name VARCHAR NOT NULL, 
	followers INTEGER, 
	status VARCHAR(32) NOT NULL, 
	version INTEGER NOT NULL, 
	assignee VARCHAR, 
	claimed_at DATETIME, 
	language VARCHAR NOT NULL, 
	intent VARCHAR NOT NULL, 
	urgency VARCHAR NOT NULL, 
	anger INTEGER NOT NULL, 
	needs_reply BOOLEAN NOT NULL, 
	sensitive JSON NOT NULL, 
	why JSON NOT NULL, 
	mention_count INTEGER NOT NULL, 
	opened_at DATETIME NOT NULL, 
	received_at DATETIME NOT NULL, 
	last_mention_at DATETIME NOT NULL, 
	first_response_at DATETIME, 
	last_response_at DATETIME, 
	resolved_at DATETIME, 
	dismiss_reason VARCHAR, 
	snoozed_until DATETIME, 
	snooze_reason VARCHAR, 
	due_name VARCHAR, 
	due_at DATETIME, 
	soon_at DATETIME, 
	next_at DATETIME, 
	our_turn_at DATETIME, 
	progress_at DATETIME, 
	claim_warned_at DATETIME, 
	claim_extended BOOLEAN NOT NULL, 
	promised_at DATETIME, 
	follow_up_at DATETIME, 
	approval_asked_at DATETIME, 
	approvers JSON NOT NULL, 
	deputies JSON NOT NULL, 
	acknowledged_at DATETIME, 
	channel VARCHAR, 
	card_ts VARCHAR, 
	card_hash VARCHAR, 
	merged_into INTEGER, 
	changed_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (source, author_id, conversation)
);
INSERT INTO "ticket" VALUES(1,'watcher','p-1',0,'u-7','nadia','Nadia ☃',NULL,'claimed',1,'U1',NULL,'und','other','normal',0,1,'[]','["it asks a question"]',1,'2026-03-02 09:00:00.000000','2026-03-02 09:00:00.000000','2026-03-02 09:00:00.000000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'[]','[]',NULL,NULL,NULL,NULL,NULL,'2026-03-02 09:00:00.000000');
CREATE INDEX ix_brake_on ON brake (since) WHERE released_at IS NULL;
CREATE INDEX ix_outbox_lane ON outbox (lane, id) WHERE state IN ('queued', 'trying');
CREATE INDEX ix_outbox_open ON outbox (destination, priority, id) WHERE state IN ('queued', 'trying');
CREATE INDEX ix_record_at ON record (at);
CREATE INDEX ix_record_ticket ON record (ticket_id, seq);
CREATE INDEX ix_record_verb ON record (verb, at, ticket_id);
CREATE INDEX ix_ticket_approval ON ticket (approval_asked_at) WHERE approval_asked_at IS NOT NULL;
CREATE INDEX ix_ticket_author ON ticket (source, author_id, opened_at);
CREATE INDEX ix_ticket_card ON ticket (channel, card_ts);
CREATE INDEX ix_ticket_conversation ON ticket (source, conversation);
CREATE INDEX ix_ticket_due ON ticket (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX ix_ticket_next ON ticket (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX ix_ticket_snoozed ON ticket (snoozed_until) WHERE snoozed_until IS NOT NULL;
CREATE INDEX ix_brand_post_conversation ON brand_post (source, conversation);
CREATE INDEX ix_brand_post_reply ON brand_post (source, in_reply_to);
CREATE INDEX ix_brand_post_ticket ON brand_post (ticket_id);
CREATE INDEX ix_mention_received ON mention (received_at, ticket_id);
CREATE INDEX ix_mention_ticket ON mention (ticket_id, created_at);
CREATE INDEX ix_note_ticket ON note (ticket_id, created_at);
CREATE INDEX ix_pause_ticket ON pause (ticket_id, started_at);
CREATE INDEX ix_posting_addressee ON posting (addressee, created_at);
CREATE INDEX ix_nag_posting ON nag (posting_id);
CREATE INDEX ix_reply_follows ON reply (follows);
CREATE INDEX ix_reply_remote ON reply (source, remote_id);
CREATE INDEX ix_reply_sent ON reply (sent_at);
CREATE INDEX ix_reply_status ON reply (status, changed_at);
CREATE INDEX ix_reply_ticket ON reply (ticket_id, status);
CREATE INDEX ix_approval_open ON approval (due_at) WHERE ended_at IS NULL;
CREATE INDEX ix_approval_reply ON approval (reply_id);
CREATE INDEX ix_survey_answered ON survey (answered_at);
CREATE INDEX ix_survey_ticket ON survey (ticket_id, asked_at);
CREATE INDEX ix_ticket_opened ON ticket (opened_at, merged_into, first_response_at, resolved_at);
CREATE INDEX ix_outbox_ticket ON outbox (ticket_id, kind);
CREATE INDEX ix_approval_asked ON approval (asked_at, ended_at, ticket_id);
CREATE INDEX ix_approval_ticket ON approval (ticket_id, ended_at);
CREATE INDEX ix_mention_conversation ON mention (conversation, source);
CREATE INDEX ix_pause_source ON pause (source, started_at) WHERE source IS NOT NULL;
CREATE INDEX ix_ticket_queue ON ticket (status, assignee, merged_into, snoozed_until, due_at, language);
CREATE INDEX ix_posting_kind ON posting (kind, ticket_id);
COMMIT;
