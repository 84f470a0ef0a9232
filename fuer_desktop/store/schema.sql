-- Schema version 1 of a workspace (*.fuerdb), the same for a desk and an office.

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Definition texts in force, by the SHA-256 of their bytes; parsed when opened, never copied.
CREATE TABLE definition (
    digest TEXT PRIMARY KEY,
    text   TEXT NOT NULL
) STRICT;

CREATE TABLE task (
    code       TEXT PRIMARY KEY,
    period     INTEGER NOT NULL,
    deadline   TEXT NOT NULL,           -- ISO date
    unit       TEXT NOT NULL,           -- the desk's own unit; empty at an office
    forms      TEXT NOT NULL,           -- codes of the forms in use here, separated by blanks
    office_key TEXT NOT NULL,           -- public key of the office, hex
    secret     TEXT NOT NULL,           -- the desk's one-time enrolment secret, hex; empty at an office
    revision   INTEGER NOT NULL,        -- the one in force; an office may change a task it handed out
    office     TEXT NOT NULL            -- desk: what the office says of its key, JSON; empty if nothing
) STRICT;

-- Definitions of every revision, so that what came in by an older one can be read.
CREATE TABLE task_definition (
    task     TEXT NOT NULL REFERENCES task(code),
    revision INTEGER NOT NULL,
    path     TEXT NOT NULL,
    digest   TEXT NOT NULL REFERENCES definition(digest),
    PRIMARY KEY (task, revision, path)
) STRICT, WITHOUT ROWID;

-- Office: the one-time secret in each unit's task package.
CREATE TABLE enrolment (
    task   TEXT NOT NULL REFERENCES task(code),
    unit   TEXT NOT NULL,
    secret TEXT NOT NULL,
    PRIMARY KEY (task, unit)
) STRICT, WITHOUT ROWID;

-- Office: every key that signed for a unit, and what the office thinks of it.
CREATE TABLE unit_key (
    task         TEXT NOT NULL REFERENCES task(code),
    unit         TEXT NOT NULL,
    public_key   TEXT NOT NULL,
    state        TEXT NOT NULL,         -- enrolled, asked, admitted, refused, revoked
    last_version INTEGER NOT NULL,      -- revoked: versions up to this one still hold; else 0
    reason       TEXT NOT NULL,         -- why an office decided so
    by           TEXT NOT NULL,
    at           TEXT NOT NULL,         -- ISO time of the state
    PRIMARY KEY (task, unit, public_key)
) STRICT, WITHOUT ROWID;

-- Submissions are immutable: a desk's own exports, an office's intake. What counts follows from
-- the set by ancestry; the package is kept as it came.
CREATE TABLE submission (
    number    INTEGER PRIMARY KEY,
    digest    TEXT NOT NULL UNIQUE,
    task      TEXT NOT NULL REFERENCES task(code),
    unit      TEXT NOT NULL,
    version   INTEGER NOT NULL,
    ancestors TEXT NOT NULL,            -- digests, separated by blanks
    at        TEXT NOT NULL,            -- ISO time of export or receipt; for display only
    sender    TEXT NOT NULL,            -- public key that signed it, hex
    on_paper  TEXT NOT NULL,            -- 凭盖章件接收: JSON of by, at, seen; else empty
    run       INTEGER NOT NULL,         -- office: the taking-in that brought it; else 0
    package   BLOB NOT NULL
) STRICT;
CREATE INDEX submission_of_unit ON submission (task, unit);

-- 征询包: copies that are never counted. A desk's own, an office's intake.
CREATE TABLE inquiry (
    digest  TEXT PRIMARY KEY,
    task    TEXT NOT NULL REFERENCES task(code),
    unit    TEXT NOT NULL,
    version INTEGER NOT NULL,           -- the version it would be
    at      TEXT NOT NULL,
    run     INTEGER NOT NULL,
    package BLOB NOT NULL
) STRICT;

-- Office: whole packages whose key does not count for the unit (yet).
CREATE TABLE quarantine (
    digest     TEXT PRIMARY KEY,
    task       TEXT NOT NULL REFERENCES task(code),
    unit       TEXT NOT NULL,
    public_key TEXT NOT NULL,
    version    INTEGER NOT NULL,
    at         TEXT NOT NULL,
    file       TEXT NOT NULL,
    run        INTEGER NOT NULL,
    package    BLOB NOT NULL
) STRICT;

-- Office: files that no signature vouches for, as they came.
CREATE TABLE unverified (
    digest TEXT PRIMARY KEY,            -- SHA-256 of the file
    at     TEXT NOT NULL,
    file   TEXT NOT NULL,
    run    INTEGER NOT NULL,
    data   BLOB NOT NULL
) STRICT;

-- Office: which of several versions that do not contain one another counts. The latest of a unit
-- and task that names a version says whether it is set aside.
CREATE TABLE choice (
    number INTEGER PRIMARY KEY,
    task   TEXT NOT NULL REFERENCES task(code),
    unit   TEXT NOT NULL,
    chosen TEXT NOT NULL,               -- digest
    over   TEXT NOT NULL,               -- digests, separated by blanks
    reason TEXT NOT NULL,
    by     TEXT NOT NULL,
    at     TEXT NOT NULL
) STRICT;

-- Returns and receipts: an office's own, or those that a desk opened.
CREATE TABLE answer (
    digest  TEXT PRIMARY KEY,
    kind    TEXT NOT NULL,              -- return, receipt
    number  INTEGER NOT NULL,           -- of a receipt, in the office's chain; else 0
    task    TEXT NOT NULL REFERENCES task(code),
    unit    TEXT NOT NULL,
    about   TEXT NOT NULL,              -- digests of the versions it is about, separated by blanks
    state   TEXT NOT NULL,              -- received, accepted; of a return open or settled
    at      TEXT NOT NULL,
    package BLOB NOT NULL
) STRICT;
CREATE INDEX answer_of_unit ON answer (task, unit);

-- One row a cell. submission 0 holds what is entered here, -1 last year's figures as handed down,
-- -2 what is keyed a second time and not compared yet; any other the figures of that submission.
-- No row means 未填. number is scaled by 10^decimals.
CREATE TABLE data_value (
    submission INTEGER NOT NULL,
    unit       TEXT NOT NULL,
    form       TEXT NOT NULL,
    period     INTEGER NOT NULL,
    tbl        TEXT NOT NULL,
    row        TEXT NOT NULL,
    col        TEXT NOT NULL,
    kind       TEXT NOT NULL,
    number     INTEGER,
    decimals   INTEGER NOT NULL,
    reason     TEXT NOT NULL DEFAULT '',
    note       TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (submission, unit, form, period, tbl, row, col)
) STRICT, WITHOUT ROWID;

-- Content of attached files, by the SHA-256 of their bytes; each once.
CREATE TABLE attached_file (
    digest  TEXT PRIMARY KEY,
    content BLOB NOT NULL
) STRICT;

-- Desk: files that stand beside a form. An office has those of a submission in its package.
CREATE TABLE attachment (
    unit   TEXT NOT NULL,
    form   TEXT NOT NULL,
    period INTEGER NOT NULL,
    digest TEXT NOT NULL REFERENCES attached_file(digest),
    name   TEXT NOT NULL,               -- as it was called, made harmless
    size   INTEGER NOT NULL,            -- bytes
    by     TEXT NOT NULL,               -- who attached it
    at     TEXT NOT NULL,               -- ISO time
    PRIMARY KEY (unit, form, period, digest)
) STRICT, WITHOUT ROWID;

-- Findings as a check found them, and the reasons given for them; never removed. submission as in
-- data_value. A reason is bound to rule, cells and both sides.
CREATE TABLE finding (
    submission INTEGER NOT NULL,
    unit       TEXT NOT NULL,
    form       TEXT NOT NULL,
    period     INTEGER NOT NULL,
    rule       TEXT NOT NULL,
    cells      TEXT NOT NULL,           -- table/row/column, separated by blanks
    left       TEXT NOT NULL,           -- a plain decimal, or nothing; right and difference too
    right      TEXT NOT NULL,
    difference TEXT NOT NULL,
    class      TEXT NOT NULL,           -- A B C D
    state      TEXT NOT NULL,           -- open, explained, gone
    reason     TEXT NOT NULL,
    by         TEXT NOT NULL,           -- who gave the reason
    at         TEXT NOT NULL,           -- ISO time of the reason
    found_at   TEXT NOT NULL,           -- ISO time; empty while only the reason is known
    gone_at    TEXT NOT NULL,
    PRIMARY KEY (submission, unit, form, period, rule, cells, left, right)
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_of_unit ON finding (unit, period);

-- Every change, in the same transaction as the change, numbered from 1 without a gap.
-- hash = SHA-256(previous hash, row). Rows with the same step are one commit and one undo. A row
-- without tbl is an event: a task opened, a submission recorded, a file written elsewhere; or, where
-- old is not empty, the reason of a finding.
CREATE TABLE journal (
    number  INTEGER PRIMARY KEY,
    step    INTEGER NOT NULL,           -- number of the step's first row
    at      TEXT NOT NULL,              -- ISO time; for display only, order is that of number
    who     TEXT NOT NULL,
    machine TEXT NOT NULL,
    program TEXT NOT NULL,              -- version
    how     TEXT NOT NULL,              -- typed, pasted, imported, undo, redo, submitted, ...
    source  TEXT NOT NULL,              -- imported from which file, undo of which step, written where
    unit    TEXT NOT NULL,
    form    TEXT NOT NULL,
    period  INTEGER NOT NULL,
    tbl     TEXT NOT NULL,
    row     TEXT NOT NULL,
    col     TEXT NOT NULL,
    old     TEXT NOT NULL,              -- JSON [kind, figure, reason, note]; empty in an event; of
                                        -- a reason [rule, cells, left, right, reason, by, at]
    new     TEXT NOT NULL,              -- the same; in an event what it was about
    hash    TEXT NOT NULL
) STRICT;
CREATE TRIGGER journal_is_append_only_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_is_append_only_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

-- Office: every taking-in, and whether it was undone.
CREATE TABLE intake_run (
    number  INTEGER PRIMARY KEY,
    at      TEXT NOT NULL,
    source  TEXT NOT NULL,              -- the folder, or what was dropped
    who     TEXT NOT NULL,
    undone  TEXT NOT NULL               -- ISO time; empty while it holds
) STRICT;

-- Office: one line for each package that was looked at.
CREATE TABLE intake (
    number  INTEGER PRIMARY KEY,
    run     INTEGER NOT NULL REFERENCES intake_run(number),
    at      TEXT NOT NULL,
    file    TEXT NOT NULL,
    outcome TEXT NOT NULL,
    unit    TEXT NOT NULL,
    version INTEGER NOT NULL,
    message TEXT NOT NULL,
    details TEXT NOT NULL,              -- JSON list of sentences: what did not exist in an older form
    sha256  TEXT NOT NULL               -- of the file; empty where it could not be read
) STRICT;

-- Indicator values of years before the program, with source and status.
CREATE TABLE history (
    indicator TEXT NOT NULL,
    year      INTEGER NOT NULL,
    value     TEXT NOT NULL,
    source    TEXT NOT NULL,
    status    TEXT NOT NULL,
    PRIMARY KEY (indicator, year)
) STRICT, WITHOUT ROWID;
