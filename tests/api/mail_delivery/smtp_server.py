"""A mail server of somebody else's making (aiosmtpd), told how to behave by the recipient's local part.

defer*: 451, unknown*: 550, drop*: takes the mail and hangs up, hang*: takes the mail and never answers; everybody else
is accepted. With --refuse-auth every sign-in gets 535. Accepted mails, the dropped ones included, become files
NNNN-<recipient>.eml in the folder. The port is printed on the first line.
"""

import argparse
import asyncio
import pathlib

from aiosmtpd.smtp import SMTP, AuthResult


class Handler:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.count = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("defer"):
            return "451 4.7.1 greylisted, come again"
        if address.startswith("unknown"):
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        to = envelope.rcpt_tos[0]
        if to.startswith("hang"):
            await asyncio.sleep(3600)
        self.count += 1
        part = self.folder / f"{self.count:04}.part"
        part.write_bytes(envelope.original_content)
        part.rename(self.folder / f"{self.count:04}-{to}.eml")
        if to.startswith("drop"):
            server.transport.abort()
        return "250 taken"


def refuse(server, session, envelope, mechanism, data):
    return AuthResult(success=False, handled=False, message="535 5.7.8 credentials invalid")


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--refuse-auth", action="store_true")
    told = parser.parse_args()
    handler = Handler(told.folder)
    auth = {"authenticator": refuse, "auth_require_tls": False} if told.refuse_auth else {}
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(handler, hostname="outside.test", **auth), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
