import threading
import unittest
import urllib.error
import urllib.request
from urllib.parse import urlencode

import phones
from restaurant import MENU, NUMBER, Restaurant, twilio

GUEST, STAFF = "+14155550177", "+14155550166"


class RestaurantTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.program = Restaurant(STAFF)
        threading.Thread(target=cls.program.serve_forever, daemon=True).start()
        numbers = twilio(f"/IncomingPhoneNumbers.json?{urlencode({'PhoneNumber': NUMBER})}")
        ours = numbers["incoming_phone_numbers"][0]["sid"]
        twilio(f"/IncomingPhoneNumbers/{ours}.json", {"VoiceUrl": f"{cls.program.url}/voice"})

    @classmethod
    def tearDownClass(cls):
        phones.reset()
        cls.program.shutdown()
        cls.program.server_close()

    def setUp(self):
        phones.reset()

    def test_the_menu_tells_the_opening_hours(self):
        call = phones.dial(GUEST, NUMBER, steps=[{"act": "hears", "text": "press 1"}, {"act": "presses", "digits": "1"}])
        phones.turn(30)
        self.assertEqual(phones.heard(call), [MENU, "We are open from five to eleven."])
        self.assertEqual(phones.verbs(call), ["Gather", "Gather", "Say"])

    def test_a_key_that_stands_for_nothing_brings_the_menu_again_and_silence_ends_it(self):
        call = phones.dial(GUEST, NUMBER, steps=[{"act": "presses", "digits": "9"}])
        phones.turn(60)
        self.assertEqual(phones.heard(call), [MENU, MENU, "Goodbye."])

    def test_whoever_finds_the_staff_busy_gets_one_text_even_if_every_webhook_comes_twice(self):
        phones.script(STAFF, answer={"kind": "busy"})
        phones.faults({"kind": "webhook duplicated", "rate": 1})
        call = phones.dial(GUEST, NUMBER, steps=[{"act": "presses", "digits": "2"}])
        phones.turn(60)
        self.assertEqual(phones.heard(call)[-1], "Nobody is free. We have sent you a text.")
        [text] = phones.texts(GUEST)
        self.assertEqual(text["from"], NUMBER)
        self.assertIn("Sorry that we missed you", text["body"])

    def test_whoever_reaches_the_staff_gets_none(self):
        answer = {"kind": "answers", "after": "3s"}
        phones.script(STAFF, answer=answer, steps=[{"act": "says", "text": "A table for whom?"}], hangsUpAfter="20s")
        call = phones.dial(GUEST, NUMBER, steps=[{"act": "presses", "digits": "2"}])
        phones.turn(60)
        self.assertEqual(phones.heard(call), [MENU, "A table for whom?"])
        self.assertEqual(phones.texts(GUEST), [])

    def test_the_code_in_the_text_logs_in_once(self):
        self.assertEqual(self.post("/login", phone=GUEST), 202)
        code = phones.text_matching(GUEST, r"code is (\d{6})")["match"][1]
        self.assertEqual(self.post("/login/check", phone=GUEST, code="000000"), 401)
        self.assertEqual(self.post("/login/check", phone=GUEST, code=code), 200)
        self.assertEqual(self.post("/login/check", phone=GUEST, code=code), 401)

    def post(self, path, **form):
        """The status that the program answers."""
        try:
            with urllib.request.urlopen(self.program.url + path, urlencode(form).encode()) as answer:
                return answer.status
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code


if __name__ == "__main__":
    unittest.main()
