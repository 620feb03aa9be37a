// The SDK: npm install twilio. Run: node place-call.ts, with TALLYLINE_URL, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and
// TWILIO_PHONE_NUMBER set (npm run twilio -- sets them).
import { localClient } from './local-client.ts';

const {
  TALLYLINE_URL = '',
  TWILIO_ACCOUNT_SID = '',
  TWILIO_AUTH_TOKEN = '',
  TWILIO_PHONE_NUMBER: from = '',
} = process.env;
const client = localClient(TALLYLINE_URL, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN);

const twiml = '<Response><Say>Hello from Node</Say></Response>';
const call = await client.calls.create({ from, to: '+14155550123', twiml });
console.log(`call ${call.sid} ${call.status}`);
for (const message of await client.messages.list({ limit: 20 })) console.log(`message ${message.sid} ${message.body}`);
