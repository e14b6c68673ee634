#!/usr/bin/env python3
"""Checks an audit bundle with nothing but Python and OpenSSH: each entry's hash and link, the
checkpoint, and each signature. Prints one line; ends with 1 at the first thing that is wrong."""
import base64, hashlib, json, os, subprocess, sys

here = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
INTEGERS = ("seq", "at", "uid", "login_uid", "person", "kase", "version")
ORDER = ("seq", "at", "uid", "login_uid", "person", "role", "command", "queue", "kase",
         "version", "rules", "payload", "alg", "prev")


def entry_hash(entry):
    out = b"jixiao entry 1" + len(ORDER).to_bytes(8, "big")
    for name in ORDER:
        value = entry[name]
        if name in INTEGERS:
            tag, body = b"i", int(value).to_bytes(8, "big", signed=True)
        elif name == "prev":
            tag, body = b"b", bytes.fromhex(value)
        else:
            tag, body = b"t", value.encode("utf-8")
        out += tag + len(body).to_bytes(8, "big") + body
    return hashlib.new(entry["alg"], out).hexdigest()


def wrong(what):
    print("WRONG: " + what)
    sys.exit(1)


prev, hashes, people = "0" * 64, [], []
with open(os.path.join(here, "entries.jsonl"), encoding="utf-8", newline="\n") as lines:
    for number, line in enumerate(lines, 1):
        entry = json.loads(line)
        if entry["seq"] != number:
            wrong(f"entry {number} is missing")
        if entry["prev"] != prev:
            wrong(f"entry {number} does not follow the one before")
        if entry_hash(entry) != entry["hash"]:
            wrong(f"entry {number} was changed")
        prev = entry["hash"]
        hashes.append(prev)
        people.append(entry["person"])
        payload = json.loads(entry["payload"])
        if payload["kind"] == "signed":
            with open(os.path.join(here, "signatures", f"{number}.txt"), "rb") as f:
                text = f.read()
            rows = text.decode().splitlines()
            if rows[0] != "jixiao entries 1" or rows[1] != "database " + hashes[0]:
                wrong(f"the signature in entry {number} is over something else")
            account = rows[2].removeprefix("account ")
            spans = [f"{s['first']}-{s['last']} {hashes[s['last'] - 1]}" for s in payload["spans"]]
            if rows[3:] != spans:
                wrong(f"the signature in entry {number} is over other entries")
            if any(people[i - 1] != entry["person"]
                   for s in payload["spans"] for i in range(s["first"], s["last"] + 1)):
                wrong(f"the signature in entry {number} is over another's entries")
            sig = os.path.join(here, "signatures", f"{number}.sig")
            with open(sig, encoding="ascii") as f:
                if f.read().strip() != payload["signature"].strip():
                    wrong(f"the signature of entry {number} is not the one in the log")
            when = subprocess.run(["date", "-u", "-d", f"@{entry['at'] // 1000}", "+%Y%m%d%H%M%SZ"],
                                  capture_output=True, text=True).stdout.strip()
            done = subprocess.run(
                ["ssh-keygen", "-Y", "verify", "-n", "jixiao@audit", "-I", account,
                 "-f", os.path.join(here, "allowed_signers"), "-O", "verify-time=" + when, "-s", sig],
                input=text, capture_output=True)
            if done.returncode != 0:
                wrong(f"the signature in entry {number}: " + done.stderr.decode().strip())
with open(os.path.join(here, "checkpoint.txt"), encoding="utf-8") as f:
    origin, size, head = f.read().split("\n\n")[0].splitlines()
if int(size) != len(hashes) or base64.b64decode(head).hex() != prev:
    wrong("the checkpoint is of another history")
print(f"OK: {len(hashes)} entries, head {prev}")
