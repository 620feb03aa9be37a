"""Sends a notice and reads it back, with the SDK."""

import os

from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

client = Client()
sent = client.messages.create(from_=os.environ["TWILIO_PHONE_NUMBER"], to="+14155550124", body="Doors open at six.")
print(client.messages(sent.sid).fetch().body)
try:
    client.verify.v2.services("VA" + 32 * "0").fetch()
except TwilioRestException as refused:
    print(refused.status, refused.code)
