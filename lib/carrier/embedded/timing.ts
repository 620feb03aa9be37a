/** How long things take at this carrier, in milliseconds by its clock. The only place where such a figure stands. */
export const timing = {
  /** `<Say>`: about 160 words a minute. */
  speechPerCharacter: 60,
  /** Before a `waitUrl` whose document took no time is asked again. */
  silence: 1_000,
  /** `<Play>` of something whose length cannot be found out. */
  playOfUnknownLength: 5_000,
  /** Between two keys that a phone presses, and of a `sendDigits` digit. */
  digit: 200,
  /** `w` in sendDigits, as Twilio has it. */
  sendDigitsPause: 500,
  /** Silence after which what was said counts as ended, for `speechTimeout="auto"`. */
  speechEnd: 1_000,
  /** From the acceptance of an outbound call to the dialling. */
  queueing: 100,
  /** From dialling to ringing. */
  ringing: 400,
  /** An ordinary phone that nobody scripted is answered after this, and hung up so long after that. */
  ordinaryAnswer: 2_000,
  ordinaryTalk: 60_000,
  /** A phone that is busy or cannot be reached says so this long after it was dialled. */
  refusal: 300,
  /** From a recording's end to its file being ready. */
  recordingReady: 1_000,
  /** From there to its transcription being done. */
  transcribing: 2_000,
  /** Of a message: from its acceptance to being handed over, and from there to the handset's receipt. */
  messageSending: 200,
  messageDelivery: 800,
  /** Between attempts at a webhook: doubled each time. */
  webhookRetry: 100,
  /** An answering machine is recognised this long after it answered; it greets for that long. */
  machineDetection: 3_000,
  machineGreeting: 4_000,
} as const;

/** Twilio's limit on a webhook, retries apart, in real milliseconds. */
export const webhookLimitMilliseconds = 15_000;

/** How long a text takes to be spoken. */
export const speechMilliseconds = (text: string): number => text.length * timing.speechPerCharacter;

/** Billed and reported seconds: whole, every started second counts. */
export const wholeSeconds = (milliseconds: number): number => Math.ceil(milliseconds / 1_000);
