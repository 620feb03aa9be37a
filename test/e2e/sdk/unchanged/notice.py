"""Sends a notice and reads it back, with nothing but the standard library."""

import base64
import json
import os
import urllib.error
import urllib.parse
import urllib.request

sid, token = os.environ["TWILIO_ACCOUNT_SID"], os.environ["TWILIO_AUTH_TOKEN"]
account = f"https://api.twilio.com/2010-04-01/Accounts/{sid}"
credentials = base64.b64encode(f"{sid}:{token}".encode()).decode()


def ask(url, form=None):
    body = form and urllib.parse.urlencode(form).encode()
    request = urllib.request.Request(url, body, {"Authorization": f"Basic {credentials}"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


sender = os.environ["TWILIO_PHONE_NUMBER"]
sent = ask(f"{account}/Messages.json", {"From": sender, "To": "+14155550124", "Body": "Doors open at six."})
print(ask(f"{account}/Messages/{sent['sid']}.json")["body"])
try:
    urllib.request.urlopen("https://example.com/")
except urllib.error.URLError as refused:
    print(refused.reason)
