"""The SDK: pip install twilio. Run: python place_call.py, with TALLYLINE_URL, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and
TWILIO_PHONE_NUMBER set (npm run twilio -- sets them)."""

import os

from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client


# The recipe
class TallylineHttpClient(TwilioHttpClient):
    def request(self, method, url, *arguments, **named):
        here = url.replace("https://api.twilio.com", os.environ["TALLYLINE_URL"])
        return super().request(method, here, *arguments, **named)


client = Client(os.environ["TWILIO_ACCOUNT_SID"], os.environ["TWILIO_AUTH_TOKEN"], http_client=TallylineHttpClient())
# End of the recipe

twiml = "<Response><Say>Hello from Python</Say></Response>"
call = client.calls.create(from_=os.environ["TWILIO_PHONE_NUMBER"], to="+14155550123", twiml=twiml)
print(f"call {call.sid} {call.status}")
for message in client.messages.list(limit=20):
    print(f"message {message.sid} {message.body}")
