// Calls somebody, says a reminder, and tells how the call went: a program as one writes it with the SDK.
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import twilio from 'twilio';

const { TWILIO_AUTH_TOKEN, TWILIO_PHONE_NUMBER } = process.env;
const client = twilio();
let signed = 0;

const server = createServer(async (request, response) => {
  const form = Object.fromEntries(new URLSearchParams(await text(request)));
  const url = `http://${request.headers.host}${request.url}`;
  if (!twilio.validateRequest(TWILIO_AUTH_TOKEN, request.headers['x-twilio-signature'], url, form)) {
    response.writeHead(403).end();
    return;
  }
  signed += 1;
  if (request.url === '/voice') {
    const answer = new twilio.twiml.VoiceResponse();
    answer.say('Your table is booked for eight.');
    response.setHeader('content-type', 'text/xml').end(answer.toString());
    return;
  }
  response.end();
  console.log(`${form.CallStatus}, ${signed} signed requests`);
  server.close();
});

server.listen(0, '127.0.0.1', async () => {
  const here = `http://127.0.0.1:${server.address().port}`;
  await client.calls.create({
    from: TWILIO_PHONE_NUMBER,
    to: '+14155550123',
    url: `${here}/voice`,
    statusCallback: `${here}/ended`,
  });
});
