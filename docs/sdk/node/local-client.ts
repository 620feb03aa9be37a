import twilio from 'twilio';

/** The official SDK, its requests sent to a platform's URL instead of Twilio's. */
export function localClient(url: string, accountSid: string, authToken: string): twilio.Twilio {
  const httpClient = new twilio.RequestClient();
  const send = httpClient.request.bind(httpClient);
  httpClient.request = (options) => send({ ...options, uri: options.uri.replace('https://api.twilio.com', url) });
  return twilio(accountSid, authToken, { httpClient });
}
