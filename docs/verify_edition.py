"""Verify an issued edition with Python and openssl: python verify_edition.py 2026-W48.json heads.pub [heads.jsonl].

heads.pub is the publisher's public key, and heads.jsonl the heads of its ledger; both are published with the editions.
"""

import base64
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path


def is_signed(message: bytes, signature: str, key: str) -> bool:
    """Return True if a signature in base64 is that of the key over the message."""
    with tempfile.TemporaryDirectory() as folder:
        told, signed = Path(folder, "message"), Path(folder, "signature")
        told.write_bytes(message)
        signed.write_bytes(base64.b64decode(signature))
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", key, "-rawin", "-in", told, "-sigfile", signed]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603 - as written


edition, key, *heads = sys.argv[1:]
facts = json.loads(Path(edition).read_text(encoding="utf-8"))
signature = facts["edition"].pop("signature")["signature"]
digest = json.dumps(facts | {"edition": facts["edition"] | {"withdrawn": None}}, sort_keys=True, separators=(",", ":"))
chain, digest = facts["data"]["chain"], hashlib.sha256(digest.encode()).hexdigest()
parts = ["scs-tracker edition", facts["label"], facts["edition"]["number"], chain["run"], chain["hash"], digest, ""]
good = is_signed("\n".join(map(str, parts)).encode(), signature, key)
for head in map(json.loads, Path(heads[0]).read_text(encoding="utf-8").splitlines() if heads else ()):
    good &= is_signed("scs-tracker head\n{run}\n{at}\n{hash}\n".format(**head).encode(), head["signature"], key)
    good &= head["run"] != chain["run"] or head["hash"] == chain["hash"]
sys.exit(0 if good else f"{edition} or the heads were changed, or signed by another key")
