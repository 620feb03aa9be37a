import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import twilio from 'twilio';

/** What Twilio, or whoever is logging in, has sent. */
type Form = Readonly<Record<string, string>>;
type Answer = { readonly status: number; readonly type?: string; readonly body?: string };

/**
 * A restaurant's program: a telephone menu, a text for whoever reached nobody, and a login by a code in a text.
 * @param staff the telephone that rings when a guest wants a table
 */
export function restaurant(staff: string): Server {
  const { TWILIO_AUTH_TOKEN = '', TWILIO_PHONE_NUMBER: from = '' } = process.env;
  const client = twilio();
  const codes = new Map<string, string>();
  const told = new Set<string>();

  const routes: Readonly<Record<string, (form: Form) => Answer | Promise<Answer>>> = {
    '/voice': () => {
      const menu = new twilio.twiml.VoiceResponse();
      const gather = menu.gather({ numDigits: 1, action: '/choice', timeout: 5 });
      gather.say('Welcome to the Blue Door. For opening hours press 1. For a table press 2.');
      menu.say('Goodbye.');
      return spoken(menu);
    },
    '/choice': ({ Digits }) => {
      const answer = new twilio.twiml.VoiceResponse();
      if (Digits === '1') answer.say('We are open from five to eleven.');
      else if (Digits === '2') answer.dial({ timeout: 10, action: '/dialled' }, staff);
      else answer.redirect('/voice');
      return spoken(answer);
    },
    '/dialled': async ({ DialCallStatus, CallSid = '', From = '' }) => {
      const answer = new twilio.twiml.VoiceResponse();
      if (DialCallStatus === 'completed') return spoken(answer);
      if (!told.has(CallSid)) {
        told.add(CallSid); // a webhook may come twice
        const body = 'Sorry that we missed you. Reply with a time for your table.';
        await client.messages.create({ from, to: From, body });
      }
      answer.say('Nobody is free. We have sent you a text.');
      return spoken(answer);
    },
    '/login': async ({ phone = '' }) => {
      const code = String(randomInt(100_000, 1_000_000));
      codes.set(phone, code);
      await client.messages.create({ from, to: phone, body: `Your code is ${code}` });
      return { status: 202 };
    },
    '/login/check': ({ phone = '', code = '' }) => {
      const right = codes.get(phone) === code;
      if (right) codes.delete(phone); // it works once
      return { status: right ? 200 : 401 };
    },
  };

  return createServer(async (request, response) => {
    const path = request.url ?? '';
    const form = Object.fromEntries(new URLSearchParams(await text(request)));
    const signature = String(request.headers['x-twilio-signature']);
    const signed = twilio.validateRequest(TWILIO_AUTH_TOKEN, signature, `http://${request.headers.host}${path}`, form);
    const answer = routes[path];
    if (answer === undefined) return response.writeHead(404).end();
    if (!path.startsWith('/login') && !signed) return response.writeHead(403).end();
    const { status, type = 'text/plain', body = '' } = await answer(form);
    return response.writeHead(status, { 'content-type': type }).end(body);
  });
}

const spoken = (document: InstanceType<typeof twilio.twiml.VoiceResponse>): Answer => ({
  status: 200,
  type: 'text/xml',
  body: document.toString(),
});
