import twilio from 'twilio';
import { dispatcher, roomName } from './calls.ts';
import type { Answers } from './program.ts';
import { replyTo } from './texts.ts';

const { VoiceResponse, MessagingResponse } = twilio.twiml;

/** Longer than any phone of the day stays on the line. */
const untilHangUp = { length: 600 };
const longestVoicemailSeconds = 25;

/** The courier's program: a menu, a dispatcher, a voicemail box, a recorded team room, notices, and answers to texts. */
export const courierProgram: Answers = {
  '/voice': () => {
    const response = new VoiceResponse();
    const menu = response.gather({ numDigits: 1, timeout: 10, action: '/voice/chosen' });
    menu.say('Northwind Couriers. For your parcel press 1, for the dispatcher 2, to leave a message 3.');
    response.redirect('/voice');
    return response;
  },
  '/voice/chosen': ({ Digits }) => {
    const response = new VoiceResponse();
    if (Digits === '1') {
      response.say('Your parcel is on its way.');
      response.pause(untilHangUp);
    } else if (Digits === '2') {
      const dial = response.dial({ action: '/voice/parted', timeout: 20 });
      dial.number({ statusCallback: '/events/call', statusCallbackEvent: ['answered', 'completed'] }, dispatcher);
    } else if (Digits === '3') {
      const maxLength = longestVoicemailSeconds;
      const recordingStatusCallback = '/events/recording';
      response.record({ action: '/voice/recorded', maxLength, timeout: 60, finishOnKey: '#', recordingStatusCallback });
    } else {
      response.pause({ length: 25 });
      response.hangup();
    }
    return response;
  },
  '/voice/parted': ({ DialCallStatus }) => {
    const response = new VoiceResponse();
    response.say(DialCallStatus === 'completed' ? 'Thank you.' : 'Nobody is free now. Please hold the line.');
    response.pause(untilHangUp);
    return response;
  },
  '/voice/recorded': () => {
    const response = new VoiceResponse();
    response.say('We call you back.');
    response.pause(untilHangUp);
    return response;
  },
  '/team': () => {
    const response = new VoiceResponse();
    const room = {
      record: 'record-from-start' as const,
      recordingStatusCallback: '/events/recording',
      statusCallback: '/events/conference',
      statusCallbackEvent: ['start' as const, 'end' as const, 'join' as const, 'leave' as const],
    };
    response.dial().conference(room, roomName);
    return response;
  },
  '/notice': () => {
    const response = new VoiceResponse();
    response.say('Northwind Couriers: your parcel comes today.');
    response.pause(untilHangUp);
    return response;
  },
  '/notice/changed': () => {
    const response = new VoiceResponse();
    response.say('One moment: it is at your door.');
    response.pause(untilHangUp);
    return response;
  },
  '/sms': ({ Body = '' }) => {
    const response = new MessagingResponse();
    const reply = replyTo('courier', Body);
    if (reply !== undefined) response.message(reply);
    return response;
  },
  '/events/call': () => undefined,
  '/events/conference': () => undefined,
  '/events/message': () => undefined,
  '/events/recording': () => undefined,
};
