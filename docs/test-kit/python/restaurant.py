"""A restaurant's program: a telephone menu, a text for whoever reached nobody, and a login by a code in a text."""

import base64
import hashlib
import hmac
import json
import os
import secrets
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlencode
from xml.sax.saxutils import escape

SID = os.environ.get("TWILIO_ACCOUNT_SID", "")
TOKEN = os.environ.get("TWILIO_AUTH_TOKEN", "")
NUMBER = os.environ.get("TWILIO_PHONE_NUMBER", "")
ACCOUNT = f"https://api.twilio.com/2010-04-01/Accounts/{SID}"
MENU = "Welcome to the Blue Door. For opening hours press 1. For a table press 2."


def twilio(path, form=None):
    """Asks Twilio's API: a GET, or a POST with a form."""
    credentials = base64.b64encode(f"{SID}:{TOKEN}".encode()).decode()
    body = None if form is None else urlencode(form).encode()
    request = urllib.request.Request(ACCOUNT + path, body, {"Authorization": f"Basic {credentials}"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def text(to, body):
    twilio("/Messages.json", {"From": NUMBER, "To": to, "Body": body})


def is_signed(url, form, signature):
    """Whether a request is Twilio's: the URL, then each name and value in order, signed with the account's token."""
    signed = url + "".join(name + form[name] for name in sorted(form))
    digest = hmac.new(TOKEN.encode(), signed.encode(), hashlib.sha1).digest()
    return hmac.compare_digest(base64.b64encode(digest).decode(), signature)


class Restaurant(ThreadingHTTPServer):
    """Serves the program on a free port of this machine; `staff` is the telephone that rings for a table."""

    def __init__(self, staff):
        super().__init__(("127.0.0.1", 0), Handler)
        self.staff = staff
        self.codes = {}
        self.told = set()
        self.url = f"http://127.0.0.1:{self.server_port}"

    def voice(self, _form):
        gather = f'<Gather numDigits="1" action="/choice" timeout="5"><Say>{MENU}</Say></Gather>'
        return 200, f"<Response>{gather}<Say>Goodbye.</Say></Response>"

    def choice(self, form):
        if form["Digits"] == "1":
            return 200, "<Response><Say>We are open from five to eleven.</Say></Response>"
        if form["Digits"] == "2":
            return 200, f'<Response><Dial timeout="10" action="/dialled">{escape(self.staff)}</Dial></Response>'
        return 200, "<Response><Redirect>/voice</Redirect></Response>"

    def dialled(self, form):
        if form["DialCallStatus"] == "completed":
            return 200, "<Response/>"
        if form["CallSid"] not in self.told:
            self.told.add(form["CallSid"])  # a webhook may come twice
            text(form["From"], "Sorry that we missed you. Reply with a time for your table.")
        return 200, "<Response><Say>Nobody is free. We have sent you a text.</Say></Response>"

    def login(self, form):
        self.codes[form["phone"]] = f"{secrets.randbelow(900_000) + 100_000}"
        text(form["phone"], f"Your code is {self.codes[form['phone']]}")
        return 202, ""

    def check(self, form):
        right = self.codes.get(form["phone"]) == form["code"]
        if right:
            del self.codes[form["phone"]]  # it works once
        return (200 if right else 401), ""

    routes = {"/voice": voice, "/choice": choice, "/dialled": dialled, "/login": login, "/login/check": check}


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        form = dict(parse_qsl(body, keep_blank_values=True))
        url = f"http://{self.headers['Host']}{self.path}"
        status, answer = 404, ""
        if self.path in Restaurant.routes:
            public = self.path.startswith("/login")
            if public or is_signed(url, form, self.headers.get("X-Twilio-Signature", "")):
                status, answer = Restaurant.routes[self.path](self.server, form)
            else:
                status = 403
        self.send_response(status)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(answer.encode())))
        self.end_headers()
        self.wfile.write(answer.encode())

    def log_message(self, *_):
        """Requests are not told on the terminal."""
