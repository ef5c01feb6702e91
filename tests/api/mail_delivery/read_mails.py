"""Reads every .eml file of a folder with Python's own parser and tells every defect it finds.

With --dkim RECORD each signature is verified against that DNS record (dkimpy). Prints one line per fault; exit code 1
when there is any. The last line is the number of mails.
"""

import argparse
import email
import email.policy
import pathlib
import sys

ONCE = ["From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version"]
NEVER = ["Bcc", "Cc", "Sender", "X-Evil"]


def faults(raw, record):
    for number, line in enumerate(raw.split(b"\r\n"), 1):
        if len(line) > 998:
            yield f"line {number} has {len(line)} octets"
        if b"\r" in line or b"\n" in line or b"\0" in line:
            yield f"line {number} holds a bare CR, LF or NUL"
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    for name in ONCE:
        if len(mail.get_all(name, [])) != 1:
            yield f"{name} occurs {len(mail.get_all(name, []))} times"
    for name in NEVER:
        if name in mail:
            yield f"{name} is there"
    for part in mail.walk():
        for defect in part.defects:
            yield f"{part.get_content_type()}: {defect!r}"
        for name, value in part.items():
            for defect in getattr(value, "defects", []):
                yield f"{name}: {defect!r}"
        if part.get_content_maintype() == "text":
            part.get_content()
    if len(mail["To"].addresses) != 1 or len(mail["From"].addresses) != 1:
        yield "more than one address"
    if not mail["To"].addresses[0].domain.isascii():
        yield "a domain that is not ASCII"
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    if text is None or html is None:
        yield "a part is missing"
    else:
        page = html.get_content().lower()
        for bad in ["<script", "<b>bob", "<img src=x", "\u202e"]:
            if bad in page:
                yield f"the HTML holds {bad!r}"
    if record:
        import dkim

        if not dkim.verify(raw, dnsfunc=lambda name, timeout=5: record.encode()):
            yield "the signature does not verify"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--dkim")
    told = parser.parse_args()
    mails, found = sorted(pathlib.Path(told.folder).glob("*.eml")), 0
    for mail in mails:
        for fault in faults(mail.read_bytes(), told.dkim):
            found += 1
            print(f"{mail.name}: {fault}")
    print(len(mails))
    sys.exit(1 if found else 0)


main()
