#!/usr/bin/env python3
"""Measures durability from outside.  Linux, Python 3.11+, standard library, strace.

  crash.py kill   --work CMD --read CMD [--rounds N]     SIGKILL at random moments
  crash.py sweep  --work CMD --read CMD [--max N]        SIGKILL just before the n-th write, sync, rename ... call
  crash.py fault  --work CMD --read CMD [--max N]        the n-th call fails: ENOSPC, EIO, EACCES ...
  crash.py power  --work CMD --read CMD [--cuts N]       power cuts, simulated from a trace of the run
  crash.py full   --work CMD --read CMD                  a small disk fills up, then gets room (root)
  crash.py pull   --work CMD --read CMD [--rounds N]     the export medium vanishes (root)
  crash.py multi  --work CMD --read CMD [--procs N]      several programs on one folder, killed at random
  crash.py selftest                                      the harness against sample_app.py

CMD runs with CRASH_DIR (data), CRASH_OUT (exports), CRASH_SEED, CRASH_COUNT in its
environment.  --work prints, unbuffered:
  TRY key value    before it starts to store          ACK key value   once it says 'saved'
  ERR text         it told the user that it could not store
--read opens the data with the program's own recovery and prints HAVE key value for
all that is stored and for every finished export; a non-zero exit is corruption.
Verdicts: lost (acknowledged, gone or older), torn (a value that was never tried),
corrupt (read fails), mute (a fault without ERR and without progress), ok.
"""
import argparse, collections, json, os, random, re, shlex, shutil, signal, subprocess, sys, tempfile, threading, time

WRITES = ["pwrite64", "write", "writev", "pwritev", "fsync", "fdatasync", "ftruncate", "fallocate",
          "rename", "renameat", "renameat2", "unlink", "unlinkat", "openat", "mkdir", "link"]
HERE = os.path.dirname(os.path.abspath(__file__))


class Acks:
    """What was tried and what was acknowledged, in order."""
    def __init__(self):
        self.tries, self.acked, self.errs, self.n_ack = collections.defaultdict(list), {}, 0, 0

    def line(self, s):
        p = s.strip().split(" ", 2)
        if p[0] == "TRY" and len(p) == 3:
            self.tries[p[1]].append(p[2])
        elif p[0] == "ACK" and len(p) == 3:
            t = self.tries[p[1]]
            self.acked[p[1]] = max(i for i, v in enumerate(t) if v == p[2]) if p[2] in t else len(t)
            self.n_ack += 1
        elif p[0] == "ERR":
            self.errs += 1

    def text(self, s):
        for x in s.splitlines():
            self.line(x)

    def judge(self, rc, out, ignore=lambda k: False):
        if rc:
            return [("corrupt", "", "exit %d %s" % (rc, out.strip()[-200:]))]
        have = {}
        for x in out.splitlines():
            p = x.split(" ", 2)
            if p[0] == "HAVE" and len(p) == 3:
                have[p[1]] = p[2]
        res = []
        for k, i in self.acked.items():
            if ignore(k):
                continue
            if k not in have:
                res.append(("lost", k, "acknowledged %r, nothing there" % self.tries[k][i]))
            elif have[k] in self.tries[k] and max(j for j, v in enumerate(self.tries[k]) if v == have[k]) < i:
                res.append(("lost", k, "acknowledged %r, found the older %r" % (self.tries[k][i], have[k])))
        for k, v in have.items():
            if v not in self.tries.get(k, []):
                res.append(("torn", k, "found %r, never tried" % v))
        return res


def env(d, out=None, seed=0, count=30, **kw):
    return {**os.environ, "CRASH_DIR": d, "CRASH_OUT": out or d, "CRASH_SEED": str(seed), "CRASH_COUNT": str(count), "PYTHONDONTWRITEBYTECODE": "1", **kw}


def run_read(a, d, out=None):
    try:
        p = subprocess.run(shlex.split(a.read), env=env(d, out), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=a.timeout)
        return p.returncode, p.stdout.decode("utf-8", "replace")
    except subprocess.TimeoutExpired:
        return 99, "read hangs"


class Tally:
    def __init__(self, name, a):
        self.name, self.a, self.c, self.ex, self.rounds, self.acks, self.t0 = name, a, collections.Counter(), [], 0, 0, time.time()

    def add(self, bad, acks=0, what=""):
        self.rounds += 1
        self.acks += acks
        for k in {b[0] for b in bad}:
            self.c[k] += 1
        if bad and len(self.ex) < 5:
            self.ex.append("%s: %s" % (what, "; ".join("%s %s %s" % b for b in bad[:2])))

    def done(self):
        r = dict(test=self.name, rounds=self.rounds, acknowledged=self.acks, seconds=round(time.time() - self.t0, 1),
                 **{k: self.c.get(k, 0) for k in ("lost", "torn", "corrupt", "mute")}, examples=self.ex)
        print(json.dumps(r, ensure_ascii=False))
        sys.stdout.flush()
        if self.a.report:
            with open(self.a.report, "a", encoding="utf-8") as f:
                f.write(json.dumps(r, ensure_ascii=False) + "\n")
        return sum(self.c.values())


def start(a, d, out=None, seed=0, count=30, prefix=()):
    return subprocess.Popen(list(prefix) + shlex.split(a.work), env=env(d, out, seed, count), stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, start_new_session=True)


def slay(p):
    try:
        os.killpg(p.pid, signal.SIGKILL)        # only the group that this harness started
    except ProcessLookupError:
        pass
    p.wait()


# ----------------------------------------------------------------------- kill
def kill(a):
    """One folder lives through all rounds, so damage adds up as it would at a desk."""
    t, rnd = Tally("kill", a), random.Random(a.seed)
    d = tempfile.mkdtemp(prefix="crash-")
    acks = Acks()
    for n in range(a.rounds):
        p = start(a, d, seed=n % 3, count=a.count)
        acc = []
        th = threading.Thread(target=lambda: [acc.append(x.decode("utf-8", "replace")) for x in p.stdout])
        th.start()
        time.sleep(rnd.uniform(a.min_delay, a.max_delay) if rnd.random() < .8 else rnd.uniform(0, a.min_delay))
        slay(p)
        th.join()
        before = acks.n_ack
        for x in acc:
            if x.endswith("\n"):
                acks.line(x)
        bad = acks.judge(*run_read(a, d))
        t.add(bad, acks.n_ack - before, "round %d" % n)
        if bad:                                  # start afresh: do not count one loss twice
            shutil.rmtree(d, ignore_errors=True)
            d, acks = tempfile.mkdtemp(prefix="crash-"), Acks()
    shutil.rmtree(d, ignore_errors=True)
    return t.done()


# -------------------------------------------------------------- strace helpers
def trace(a, d, count, log):
    calls = "openat,open,creat,close,write,pwrite64,writev,pwritev,pwritev2,lseek,ftruncate,truncate,fallocate,fsync,fdatasync,sync_file_range,sync,syncfs,rename,renameat,renameat2,unlink,unlinkat,link,linkat,mkdir,mkdirat,sendfile,copy_file_range,mmap"
    p = subprocess.run(["strace", "-f", "-y", "-xx", "-s", "4194304", "--seccomp-bpf", "-e", "trace=" + calls, "-e", "signal=none", "-o", log] + shlex.split(a.work),
                       env=env(d, count=count), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return p


def unhex(s):
    return bytes.fromhex(s.replace("\\x", ""))


LINE = re.compile(r"^(\d+) +(.*)$")
CALL = re.compile(r"^(\w+)\((.*)\)\s+= (-?\d+|0x[0-9a-f]+|\?)(.*)$", re.S)
FD = re.compile(r"^(\d+)<((?:\\x..)*)>")


def events(log, root):
    """Reads a trace; yields (call, ...) tuples for files under root, and the text
    written to standard output.  Offsets of plain write() are followed per descriptor."""
    half, pos, flags = {}, {}, {}
    rootb = os.path.realpath(root).encode()

    seen = {}

    def under(b):
        if b not in seen:
            seen[b] = under1(b)
        return seen[b]

    def under1(b):
        b = os.path.normpath(b.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
        if not b.startswith(rootb) and rootb in b:      # through a link, as Wine's drives are
            b = os.path.join(os.path.realpath(os.path.dirname(b)), os.path.basename(b))
        return b[len(rootb) + 1:].decode("utf-8", "surrogateescape") if b.startswith(rootb + b"/") else ("" if b == rootb else None)

    def paths(args):
        res = []
        for m in re.finditer(r'(?:AT_FDCWD|(?:\d+))?(?:<((?:\\x..)*)>)?(?:, )?"((?:\\x..)*)"', args):
            base, p = unhex(m[1] or ""), unhex(m[2])
            res.append(p if p.startswith(b"/") else os.path.join(base or os.getcwd().encode(), p))
        return res
    for raw in open(log, encoding="latin-1"):
        m = LINE.match(raw.rstrip("\n"))
        if not m:
            continue
        pid, s = m[1], m[2]
        if s.endswith("<unfinished ...>"):
            half[pid] = s[:-len("<unfinished ...>")].rstrip()
            continue
        if s.startswith("<..."):
            s = half.pop(pid, "") + s.split("resumed>", 1)[1]
        m = CALL.match(s)
        if not m:
            continue
        name, args, rets, rest = m.groups()
        if rets == "?" or rets.startswith("-"):
            continue
        ret = int(rets, 0)
        fdm = FD.match(args)
        fd, fpath = (int(fdm[1]), unhex(fdm[2])) if fdm else (None, b"")
        tg = pid                                   # threads share descriptors; the path keeps them apart well enough
        key = (fd, fpath)
        rel = under(fpath.removesuffix(b"(deleted)").rstrip()) if fdm else None
        if name in ("openat", "open", "creat"):
            rm = re.match(r"<((?:\\x..)*)>", rest)
            p = unhex(rm[1]) if rm else (paths(args) or [b""])[0]
            k, r = (ret, p), under(p)
            fl = args.rsplit('"', 1)[-1]
            pos[k], flags[k] = 0, fl
            if r:
                if "O_TRUNC" in fl:
                    yield ("open", r, True, "O_CREAT" in fl)
                elif "O_CREAT" in fl:
                    yield ("open", r, False, True)
        elif name == "lseek" and rel is not None:
            pos[key] = ret
        elif name in ("write", "writev", "pwrite64", "pwritev", "pwritev2", "sendfile", "copy_file_range"):
            strs = [unhex(x) for x in re.findall(r'"((?:\\x..)*)"', args)]
            data = b"".join(strs)[:ret]
            if rel is None:
                if name in ("write", "writev") and (fd in (1, 2) or (fpath.startswith(b"pipe:") and data[:4] in (b"TRY ", b"ACK ", b"ERR "))):
                    yield ("say", data.decode("utf-8", "replace"))
                elif name == "copy_file_range":
                    yield ("unknown", name)
                continue
            if name in ("pwrite64", "pwritev", "pwritev2"):
                off = int(args.rsplit(", ", 2 if name == "pwritev2" else 1)[1])
            elif "O_APPEND" in flags.get(key, ""):
                off = None
            else:
                off = pos.get(key, 0)
                pos[key] = off + ret
            if name in ("sendfile", "copy_file_range"):
                src = re.match(r"^\d+<[^>]*>, \d+<((?:\\x..)*)>", args)
                yield ("copy", rel, off, under(unhex(src[1])) if src else None, ret)
            else:
                yield ("write", rel, off, data)
        elif name in ("ftruncate",) and rel is not None:
            yield ("trunc", rel, int(args.rsplit(", ", 1)[1]))
        elif name == "truncate":
            r = under(paths(args)[0])
            if r:
                yield ("trunc", r, int(args.rsplit(", ", 1)[1]))
        elif name == "fallocate" and rel is not None:
            yield ("grow", rel, sum(map(int, args.rsplit(", ", 2)[1:])))
        elif name in ("fsync", "fdatasync") and rel is not None:
            yield ("sync", rel)
        elif name in ("sync", "syncfs"):
            yield ("syncall",)
        elif name.startswith("rename"):
            p = paths(args)
            yield ("rename", under(p[0]), under(p[1]))
        elif name.startswith("unlink"):
            r = under(paths(args)[0])
            if r:
                yield ("unlink", r)
        elif name in ("link", "linkat"):
            p = paths(args)
            yield ("link", under(p[0]), under(p[1]))
        elif name in ("mkdir", "mkdirat"):
            r = under(paths(args)[0])
            if r:
                yield ("mkdir", r)
        elif name == "mmap" and "MAP_SHARED" in args and "PROT_WRITE" in args:
            f = re.search(r", (\d+)<((?:\\x..)*)>", args)
            r = under(unhex(f[2])) if f else None
            if r and not r.endswith("-shm"):
                yield ("unknown", "shared writable map of " + r)


class Ino:
    __slots__ = ("now", "safe", "todo")

    def __init__(self):
        self.now, self.safe, self.todo = bytearray(), bytearray(), []


class Disk:
    """A file system that keeps only what was synced, plus any part of the rest.
    journal: names are written in order, and any sync writes all names so far
             (NTFS, ext4 with its journal); file data has no order at all.
    strict:  a name is kept for sure only after a sync of its folder (POSIX's word)."""
    def __init__(self, mode):
        self.mode, self.names, self.safe_names, self.todo, self.dirs, self.unknown = mode, {}, {}, [], {""}, set()

    def ino(self, p):
        if p not in self.names:
            self.names[p] = Ino()
            self.name_op(("set", p, self.names[p]))
        return self.names[p]

    def name_op(self, op):
        self.todo.append(op)

    @staticmethod
    def do_names(names, op):
        if op[0] == "set":
            names[op[1]] = op[2]
        elif op[0] == "del":
            names.pop(op[1], None)
        elif op[0] == "move":
            if op[1] in names:
                names[op[2]] = names.pop(op[1])
            else:
                names[op[2]] = op[3]

    @staticmethod
    def put(buf, op):
        if op[0] == "w":
            off, data = op[1], op[2]
            if len(buf) < off:
                buf.extend(bytes(off - len(buf)))
            buf[off:off + len(data)] = data
        elif op[0] == "t":
            if len(buf) > op[1]:
                del buf[op[1]:]
            else:
                buf.extend(bytes(op[1] - len(buf)))

    def change(self, i, op):
        self.put(i.now, op)
        i.todo.append(op)

    def feed(self, e):
        k = e[0]
        if k == "open":
            new = e[1] not in self.names
            if new and not e[3]:
                return
            i = self.ino(e[1])
            if e[2] and i.now:
                self.change(i, ("t", 0))
        elif k == "write":
            i = self.ino(e[1])
            self.change(i, ("w", len(i.now) if e[2] is None else e[2], e[3]))
        elif k == "copy":
            i = self.ino(e[1])
            src = self.names.get(e[3]) if e[3] else None
            if src is None:
                self.unknown.add("copy from outside")
                return
            off = len(i.now) if e[2] is None else e[2]
            self.change(i, ("w", off, bytes(src.now[off:off + e[4]])))
        elif k == "trunc":
            self.change(self.ino(e[1]), ("t", e[2]))
        elif k == "grow":
            i = self.ino(e[1])
            if e[2] > len(i.now):
                self.change(i, ("t", e[2]))
        elif k == "rename" and e[1] in self.names and e[2] is not None:
            i = self.names.pop(e[1])
            self.names[e[2]] = i
            self.name_op(("move", e[1], e[2], i))
        elif k == "unlink":
            if self.names.pop(e[1], None) is not None:
                self.name_op(("del", e[1]))
        elif k == "link" and e[1] in self.names and e[2] is not None:
            self.names[e[2]] = self.names[e[1]]
            self.name_op(("set", e[2], self.names[e[2]]))
        elif k == "mkdir":
            self.dirs.add(e[1])
        elif k == "sync":
            if e[1] in self.names:
                i = self.names[e[1]]
                i.safe, i.todo = bytearray(i.now), []
                if self.mode == "journal":
                    self.flush_names()
            else:                                   # a folder
                self.flush_names(None if self.mode == "journal" else e[1])
        elif k == "syncall":
            for i in self.names.values():
                i.safe, i.todo = bytearray(i.now), []
            self.flush_names()
        elif k == "unknown":
            self.unknown.add(e[1])

    def flush_names(self, folder=None):
        keep = []
        for op in self.todo:
            if folder is None or os.path.dirname(op[1]) == folder or (op[0] == "move" and os.path.dirname(op[2]) == folder):
                self.do_names(self.safe_names, op)
            else:
                keep.append(op)
        self.todo = keep

    def cut(self, how, rnd):
        """The folder as it may look after the power comes back."""
        names = dict(self.safe_names)
        if how == "all":
            ops = self.todo
        elif how == "none":
            ops = []
        elif self.mode == "journal":
            ops = self.todo[:rnd.randrange(len(self.todo) + 1)]
        else:
            ops = [o for o in self.todo if rnd.random() < .5]
        for o in ops:
            self.do_names(names, o)
        res = {}
        for p, i in names.items():
            if how == "all":
                buf = bytearray(i.now)
            elif how == "none":
                buf = bytearray(i.safe)
            elif how == "size":                    # the length arrived, the data did not
                buf = bytearray(i.safe)
                for o in i.todo:
                    end = o[1] + len(o[2]) if o[0] == "w" else o[1]
                    if end > len(buf) or o[0] == "t":
                        self.put(buf, ("t", end))
            elif how == "last-torn" and i.todo:
                buf = bytearray(i.safe)
                for o in i.todo[:-1]:
                    self.put(buf, o)
                o = i.todo[-1]
                if o[0] == "w":
                    c = rnd.randrange(len(o[2]) + 1) // 512 * 512
                    self.put(buf, ("w", o[1], o[2][:c]))
            else:                                  # any subset of sectors, in any order
                buf = bytearray(i.safe)
                sect = rnd.choice((512, 4096))
                for o in i.todo:
                    if o[0] == "t":
                        if rnd.random() < .5:
                            self.put(buf, o)
                        continue
                    off, data = o[1], o[2]
                    at = 0
                    while at < len(data):
                        n = min(sect - (off + at) % sect, len(data) - at)
                        if rnd.random() < .5:
                            self.put(buf, ("w", off + at, data[at:at + n]))
                        at += n
            res[p] = buf
        return res


def power(a):
    rc = 0
    for mode in a.fs:
        t, rnd = Tally("power/" + mode, a), random.Random(a.seed)
        for run in range(a.runs):
            d, log = tempfile.mkdtemp(prefix="crash-"), tempfile.mktemp(prefix="crash-trace-")
            try:
                p = trace(a, d, a.count, log)
                ev = [e for e in events(log, d) if not (a.drop_syncs and e[0] in ("sync", "syncall"))]
                if not a.drop_syncs and not any(e[0] == "sync" for e in ev):
                    print("note: the run made no sync call at all", file=sys.stderr)
                # the model must agree with the real folder when nothing is cut
                full = Disk(mode)
                for e in ev:
                    full.feed(e)
                for u in sorted(full.unknown):
                    print("note: not modelled:", u, file=sys.stderr)
                for dp, _, fs in os.walk(d):
                    for f in fs:
                        r = os.path.relpath(os.path.join(dp, f), d)
                        if not r.endswith("-shm") and (r not in full.names or bytes(full.names[r].now) != open(os.path.join(dp, f), "rb").read()):
                            raise SystemExit("the model and the real file differ: " + r + " (report this run as not measured)")
                marks = [i for i, e in enumerate(ev) if e[0] not in ("say", "unknown")]
                cuts = sorted(rnd.choice(marks) for _ in range(a.cuts))
                disk, acks, nxt = Disk(mode), Acks(), 0
                for at in cuts:
                    while nxt <= at:
                        if ev[nxt][0] == "say":
                            acks.text(ev[nxt][1])
                        else:
                            disk.feed(ev[nxt])
                        nxt += 1
                    while nxt < len(ev) and ev[nxt][0] == "say":      # words already spoken at the moment of the cut
                        acks.text(ev[nxt][1])
                        nxt += 1
                    how = rnd.choice(("none", "all", "sectors", "sectors", "size", "last-torn"))
                    c = tempfile.mkdtemp(prefix="crash-cut-")
                    for x in disk.dirs:
                        os.makedirs(os.path.join(c, x), exist_ok=True)
                    for f, b in disk.cut(how, rnd).items():
                        if f.endswith("-shm"):
                            continue
                        os.makedirs(os.path.dirname(os.path.join(c, f)), exist_ok=True)
                        with open(os.path.join(c, f), "wb") as w:
                            w.write(b)
                    bad = acks.judge(*run_read(a, c))
                    t.add(bad, 0, "run %d, after call %d of %d, %s" % (run, at, len(ev), how))
                    if bad and a.keep:
                        shutil.copytree(c, os.path.join(a.keep, "%s-%d-%d-%s" % (mode, run, at, how)), dirs_exist_ok=True)
                    shutil.rmtree(c)
                t.acks += acks.n_ack
            finally:
                shutil.rmtree(d, ignore_errors=True)
                if os.path.exists(log):
                    os.remove(log)
        rc += t.done()
    return rc


def count_calls(a, d, count):
    log = tempfile.mktemp(prefix="crash-count-")
    subprocess.run(["strace", "-f", "-c", "--seccomp-bpf", "-e", "trace=" + ",".join(WRITES), "-o", log] + shlex.split(a.work), env=env(d, count=count), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    n = {}
    for x in open(log):
        p = x.split()
        if p and p[-1] in WRITES:
            n[p[-1]] = int(p[3])
    os.remove(log)
    return n


def spread(n, most):
    return list(range(1, n + 1)) if n <= most else sorted({1 + int(i * (n - 1) / (most - 1)) for i in range(most)})


def injected(a, name, plans):
    """plans: (label, inject expression, is it a fault?).  Each in a fresh folder."""
    t = Tally(name, a)
    for label, inj, fault in plans:
        d = tempfile.mkdtemp(prefix="crash-")
        acks = Acks()
        call = inj.split(":", 1)[0]
        p = start(a, d, count=a.count, prefix=["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + call, "-e", "inject=" + inj])
        try:
            out, _ = p.communicate(timeout=a.timeout)
        except subprocess.TimeoutExpired:
            slay(p)
            out = p.stdout.read() if p.stdout and not p.stdout.closed else b""
        text = out.decode("utf-8", "replace")
        acks.text(text if text.endswith("\n") else text.rpartition("\n")[0])
        bad = acks.judge(*run_read(a, d))
        if fault and p.returncode == 0 and not acks.errs and acks.n_ack < sum(map(len, acks.tries.values())):
            bad.append(("mute", "", "store failed and nobody was told"))
        t.add(bad, acks.n_ack, label)
        shutil.rmtree(d, ignore_errors=True)
    return t.done()


def sweep(a):
    d = tempfile.mkdtemp(prefix="crash-")
    n = count_calls(a, d, a.count)
    shutil.rmtree(d)
    return injected(a, "sweep", [("%s #%d" % (c, i), "%s:signal=SIGKILL:when=%d" % (c, i), False) for c, k in n.items() if not a.calls or c in a.calls for i in spread(k, a.max)])


def fault(a):
    d = tempfile.mkdtemp(prefix="crash-")
    n = count_calls(a, d, a.count)
    shutil.rmtree(d)
    errs = {"pwrite64": ("ENOSPC", "EIO"), "write": ("ENOSPC", "EIO"), "fsync": ("EIO",), "fdatasync": ("EIO",), "ftruncate": ("EIO",), "fallocate": ("ENOSPC",),
            "rename": ("EACCES", "EIO"), "renameat": ("EACCES",), "unlink": ("EACCES",), "openat": ("ENOSPC", "EACCES", "EMFILE"), "mkdir": ("ENOSPC",)}
    plans = []
    for c, k in n.items():
        for e in errs.get(c, ()) if not a.calls or c in a.calls else ():
            first = 1 if c not in ("openat", "write") else max(1, k // 4)      # let the program start
            for i in spread(k, a.max):
                if i < first:
                    continue
                plans.append(("%s #%d %s once" % (c, i, e), "%s:error=%s:when=%d" % (c, e, i), True))
                plans.append(("%s #%d %s from then on" % (c, i, e), "%s:error=%s:when=%d+" % (c, e, i), True))
    return injected(a, "fault", plans)


def mount(*w):
    return subprocess.run(["mount", *w], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def full(a):
    t = Tally("full", a)
    for kb in a.sizes:
        d = tempfile.mkdtemp(prefix="crash-full-")
        if not mount("-t", "tmpfs", "-o", "size=%dk" % kb, "none", d):
            print("full: cannot mount here, not measured", file=sys.stderr)
            return 0
        try:
            acks = Acks()
            for leg in range(3):
                p = start(a, d, seed=leg, count=a.count * 20)
                try:
                    out, _ = p.communicate(timeout=a.timeout)
                except subprocess.TimeoutExpired:
                    slay(p)
                    out = b""
                before, errs = acks.n_ack, acks.errs
                acks.text(out.decode("utf-8", "replace"))
                bad = acks.judge(*run_read(a, d))
                if p.returncode == 0 and acks.errs == errs and acks.n_ack - before < a.count * 20:
                    bad.append(("mute", "", "disk full and nobody was told"))
                t.add(bad, acks.n_ack - before, "%d KiB, leg %d" % (kb, leg))
                if leg == 0:
                    continue
                mount("-o", "remount,size=%dk" % (kb * 4 ** leg), d)
        finally:
            subprocess.run(["umount", "-l", d])
            os.rmdir(d)
    return t.done()


def pull(a):
    t, rnd = Tally("pull", a), random.Random(a.seed)
    for n in range(a.rounds):
        d, base = tempfile.mkdtemp(prefix="crash-"), tempfile.mkdtemp(prefix="crash-usb-")
        o = os.path.join(base, "stick")
        os.mkdir(o)
        if not mount("-t", "tmpfs", "-o", "size=8m", "none", o):
            print("pull: cannot mount here, not measured", file=sys.stderr)
            return 0
        acks = Acks()
        p = start(a, d, out=o, count=a.count * 20)
        acc = []
        th = threading.Thread(target=lambda: [acc.append(x.decode("utf-8", "replace")) for x in p.stdout])
        th.start()
        time.sleep(rnd.uniform(0, a.max_delay))
        subprocess.run(["umount", "-l", o])
        try:
            os.rmdir(o)                            # the drive letter is gone too
        except OSError:
            pass
        try:
            p.wait(timeout=a.timeout)
        except subprocess.TimeoutExpired:
            slay(p)
        th.join()
        acks.text("".join(acc))
        # what was on the stick is gone with it: only the desk's own data is judged
        bad = acks.judge(*run_read(a, d, o), ignore=lambda k: k.startswith("file:"))
        t.add([b for b in bad if not b[1].startswith("file:")], acks.n_ack, "round %d" % n)
        shutil.rmtree(d, ignore_errors=True)
        shutil.rmtree(base, ignore_errors=True)
    return t.done()


def multi(a):
    t, rnd = Tally("multi", a), random.Random(a.seed)
    d, acks, lock = tempfile.mkdtemp(prefix="crash-"), Acks(), threading.Lock()
    for n in range(a.rounds):
        ps, ths = [], []
        for s in range(a.procs):
            p = start(a, d, seed=s, count=a.count)

            def drain(p=p):
                for x in p.stdout:
                    if x.endswith(b"\n"):
                        with lock:
                            acks.line(x.decode("utf-8", "replace"))
            th = threading.Thread(target=drain)
            th.start()
            ps.append(p), ths.append(th)
        time.sleep(rnd.uniform(a.min_delay, a.max_delay))
        for p in rnd.sample(ps, rnd.randrange(1, len(ps) + 1)):
            slay(p)
        for p in ps:
            try:
                p.wait(timeout=a.timeout)
            except subprocess.TimeoutExpired:
                slay(p)
        for th in ths:
            th.join()
        bad = acks.judge(*run_read(a, d))
        t.add(bad, 0, "round %d" % n)
        if bad:
            shutil.rmtree(d, ignore_errors=True)
            d, acks = tempfile.mkdtemp(prefix="crash-"), Acks()
    t.acks = acks.n_ack
    shutil.rmtree(d, ignore_errors=True)
    return t.done()


def selftest(a):
    app = os.path.join(HERE, "sample_app.py")
    py = sys.executable
    n_ok = n_bad = 0

    def go(what, mode, want, **kw):
        nonlocal n_ok, n_bad
        os.environ["SAMPLE_MODE"] = mode
        b = parser().parse_args([what, "--work", "%s %s work" % (py, app), "--read", "%s %s read" % (py, app)] + [str(x) for k, v in kw.items() for x in ("--" + k.replace("_", "-"), v)])
        print("%-6s %-14s " % (what, mode), end="")
        got = RUN[what](b)
        good = bool(got) == want
        n_ok, n_bad = n_ok + good, n_bad + (not good)
        if not good:
            print("       UNEXPECTED: %s" % ("no loss seen" if want else "loss seen"))
    go("kill", "wal-full", False, rounds=25)
    go("kill", "json-rewrite", True, rounds=60, count=3000)
    go("sweep", "wal-full", False, max=6, count=6)
    go("fault", "wal-full", False, max=3, count=6)
    go("power", "wal-full", False, cuts=80, runs=1)
    go("power", "delete-extra", False, cuts=80, runs=1)
    go("power", "json-safe", False, cuts=60, runs=1)
    go("power", "wal-off", True, cuts=120, runs=1)
    go("power", "json-tmp", True, cuts=80, runs=1)
    go("power", "json-rewrite", True, cuts=80, runs=1)
    go("power", "ack-early", True, cuts=120, runs=1)
    go("multi", "delete-full", False, rounds=4)
    go("full", "wal-full", False)
    go("pull", "wal-full", False, rounds=5)
    print("%d passed, %d failed" % (n_ok, n_bad))
    return n_bad


RUN = dict(kill=kill, sweep=sweep, fault=fault, power=power, full=full, pull=pull, multi=multi, selftest=selftest)


def parser():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("what", choices=list(RUN))
    ap.add_argument("--work")
    ap.add_argument("--read")
    ap.add_argument("--rounds", type=int, default=200)
    ap.add_argument("--count", type=int, default=30, help="stores per run of --work")
    ap.add_argument("--max", type=int, default=40, help="most positions tried for each call")
    ap.add_argument("--cuts", type=int, default=300)
    ap.add_argument("--runs", type=int, default=3)
    ap.add_argument("--procs", type=int, default=4)
    ap.add_argument("--fs", nargs="+", default=["journal", "strict"])
    ap.add_argument("--sizes", type=int, nargs="+", default=[64, 100, 160, 256, 400, 700], help="KiB")
    ap.add_argument("--min-delay", type=float, default=.05)
    ap.add_argument("--max-delay", type=float, default=.6)
    ap.add_argument("--timeout", type=float, default=60)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--calls", nargs="+", help="sweep and fault: only these calls, such as write fsync")
    ap.add_argument("--drop-syncs", action="store_true", help="power: the planted control; losses must be seen")
    ap.add_argument("--keep", help="folder for the cuts that lost something")
    ap.add_argument("--report", help="JSON lines are appended here")
    return ap


if __name__ == "__main__":
    a = parser().parse_args()
    if a.what != "selftest" and not (a.work and a.read):
        raise SystemExit("--work and --read are needed")
    if a.what in ("sweep", "fault", "power") and not shutil.which("strace"):
        raise SystemExit("strace is needed: apt-get install strace")
    sys.exit(1 if RUN[a.what](a) else 0)
