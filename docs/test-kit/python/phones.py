"""The simulated phones of the platform that runs here. Copy this file into your own tests."""

import json
import os
import urllib.error
import urllib.request
from urllib.parse import urlencode


def reset():
    """Forgets calls, texts and scripts; whoever is in a call hangs up first."""
    ask("POST", "/reset", {"hangUp": True})


def script(number, **script):
    """Tells a phone what to do when it is called: answer, steps, hangsUpAfter, as openapi.json of the control API has it."""
    ask("PUT", f"/phones/{number}", script)


def dial(number, to, **script):
    """Dials from a phone; the script is for this call. Answers the call's SID."""
    return ask("POST", f"/phones/{number}/calls", {"to": to, "script": script})["sid"]


def turn(seconds):
    """Lets so much time pass at once, with all that happens in it."""
    ask("POST", "/clock", {"advanceSeconds": seconds})


def heard(sid):
    """What the phone of a call heard, in order."""
    entries = ask("GET", f"/calls/{sid}/transcript")["entries"]
    return [entry["text"] for entry in entries if entry["from"] != "phone"]


def verbs(sid):
    """The verbs of TwiML that a call executed."""
    return [executed["verb"] for executed in ask("GET", f"/calls/{sid}/trace")["trace"]]


def texts(number):
    """The texts that reached a phone, newest first."""
    return ask("GET", f"/phones/{number}/texts")["texts"]


def text_matching(number, pattern):
    """The newest text to a phone that matches, as soon as it is there; `match` is what the pattern's groups found."""
    return ask("GET", f"/phones/{number}/texts/last?{urlencode({'matches': pattern, 'waitSeconds': 10})}")


def faults(*faults):
    """Sets what goes wrong on the way between carrier and platform; none ends it."""
    ask("PUT", "/faults", {"faults": faults})


def ask(method, path, body=None):
    control = os.environ.get("TALLYLINE_CONTROL_URL")
    if control is None:
        raise RuntimeError("Run the tests by npm run twilio -- …, while the platform runs (npm start)")
    request = urllib.request.Request(control + path, body and json.dumps(body).encode(), method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refused:
        raise RuntimeError(f"{method} {path}: {json.load(refused)['error']}") from None
