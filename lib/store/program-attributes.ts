import { string } from 'dynamodb-toolbox/schema/string';

const method = () => string().enum('GET', 'POST');

/** Where calls and messages are brought, of a number or of an application: URLs, empty where none is set, and how each is asked. */
export const programAttributes = {
  voiceUrl: string(),
  voiceMethod: method(),
  voiceFallbackUrl: string(),
  voiceFallbackMethod: method(),
  statusCallback: string(),
  statusCallbackMethod: method(),
  smsUrl: string(),
  smsMethod: method(),
  smsFallbackUrl: string(),
  smsFallbackMethod: method(),
};
