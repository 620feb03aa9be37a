import twilio from 'twilio';
import { nuisance, nurse, roomName } from './calls.ts';
import type { Answers } from './program.ts';
import { replyTo } from './texts.ts';

const { VoiceResponse, MessagingResponse } = twilio.twiml;

/** Longer than any phone of the day stays on the line. */
const untilHangUp = { length: 600 };

/** The clinic's program: a reception that knows whom to reject, a nurse on duty, reminders that are confirmed by key. */
export const clinicProgram: Answers = {
  '/voice': ({ From }) => {
    const response = new VoiceResponse();
    if (From === nuisance) {
      response.reject({ reason: 'busy' });
      return response;
    }
    const menu = response.gather({ numDigits: 1, action: '/voice/chosen' });
    menu.say('Harbour Clinic. Press 1 for opening hours, 2 for the nurse on duty, 3 to leave a message.');
    response.hangup();
    return response;
  },
  '/voice/chosen': ({ Digits }) => {
    const response = new VoiceResponse();
    if (Digits === '2') {
      response.dial({ action: '/voice/parted' }, nurse);
    } else if (Digits === '3') {
      const recordingStatusCallback = '/events/recording';
      response.record({ action: '/voice/parted', maxLength: 60, timeout: 60, recordingStatusCallback });
    } else {
      response.say('We are open from eight to six.');
      response.pause(untilHangUp);
    }
    return response;
  },
  '/voice/parted': () => {
    const response = new VoiceResponse();
    response.say('Thank you for calling.');
    response.pause(untilHangUp);
    return response;
  },
  '/team': () => {
    const response = new VoiceResponse();
    const room = {
      statusCallback: '/events/conference',
      statusCallbackEvent: ['join' as const, 'leave' as const],
    };
    response.dial().conference(room, roomName);
    return response;
  },
  '/reminder': () => {
    const response = new VoiceResponse();
    const question = response.gather({ numDigits: 1, action: '/reminder/answered', timeout: 300 });
    question.say('Your appointment is tomorrow. Press 1 to confirm or 2 to cancel.');
    response.pause(untilHangUp);
    return response;
  },
  '/reminder/answered': ({ Digits }) => {
    const response = new VoiceResponse();
    response.say(Digits === '1' ? 'It is confirmed.' : 'It is cancelled.');
    response.pause(untilHangUp);
    return response;
  },
  '/sms': ({ Body = '' }) => {
    const response = new MessagingResponse();
    const reply = replyTo('clinic', Body);
    if (reply !== undefined) response.message(reply);
    return response;
  },
  '/events/call': () => undefined,
  '/events/conference': () => undefined,
  '/events/message': () => undefined,
  '/events/recording': () => undefined,
};
